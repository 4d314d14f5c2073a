/// The engines that a store can stand on.
package enum StoreEngine: String, CaseIterable, Sendable {
    /// Embedded, one file, one process.
    case sqlite
    /// A server that several instances share.
    case postgres
}
