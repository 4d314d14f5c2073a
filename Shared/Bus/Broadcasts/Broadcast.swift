/// Something that all instances of a service tell each other at once or not at all: worth nothing a moment later.
///
/// It has no row, no sequence and no replay. It may be lost and it may overtake another; it comes once at most.
package protocol Broadcast: Codable, Sendable {
    /// What it is called on the wire: lower-case letters and dots.
    static var name: String { get }
}
