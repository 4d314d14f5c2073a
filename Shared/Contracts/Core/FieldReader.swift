/// The fields of a JSON object, for events that come by the ten thousand: the general decoder takes several times longer
/// for them than storing them takes.
package protocol FieldReader {
    /// - Returns: nil for what is not there and for null.
    /// - Throws: for anything but a text.
    func text(_ name: StaticString) throws -> String?
    /// - Returns: nil for what is not there and for null.
    /// - Throws: for anything but true and false.
    func flag(_ name: StaticString) throws -> Bool?
    /// - Returns: nil for what is not there and for null.
    /// - Throws: for anything but an object.
    func object(_ name: StaticString) throws -> (any FieldReader)?
}

extension FieldReader {
    /// - Throws: ``Unreadable`` when it is not there.
    func need(_ name: StaticString) throws -> String {
        guard let text = try text(name) else { throw Unreadable() }
        return text
    }

    /// A moment in the usual form.
    /// - Throws: ``Unreadable`` for any other.
    func moment(_ name: StaticString) throws -> Timestamp {
        guard let moment = Timestamp(plainText: try need(name)) else { throw Unreadable() }
        return moment
    }
}

/// What the general decoder has to read, or to refuse with its reasons.
struct Unreadable: Error {}
