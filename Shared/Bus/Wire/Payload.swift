import Contracts
import FoundationEssentials
import JSON

/// The third frame of a message: JSON.
enum Payload {
    /// Made once: it keeps no state between calls and its settings never change.
    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }()

    static func encode(_ value: some Encodable) throws -> [UInt8] {
        Array(try encoder.encode(value))
    }

    /// - Parameter header: what stands in front of it.
    static func encode<E: Event>(event: E, behind header: consuming [UInt8]) throws -> [UInt8] {
        var bytes = header
        if !event.appendJSON(to: &bytes) { bytes += try encode(event) }
        return bytes
    }

    static func decode<E: Event>(event: E.Type, from bytes: [UInt8]) throws -> E {
        let document = try JSONBytesDecoder.document(bytes)
        let fields = PayloadFields(document.root)
        do {
            let event = try E.read(fields)
            if fields.isRead { return event }
        } catch {}
        // It has a field that the event does not read itself, or one that is not as usual.
        return try JSONBytesDecoder.decode(E.self, from: document)
    }

    static func decode<T: Decodable>(_: T.Type, from bytes: [UInt8]) throws -> T {
        try JSONBytesDecoder.decode(T.self, from: bytes)
    }

    /// - Throws: a `Problem` for what is not such a request.
    static func request<R: Request>(_: R.Type, from message: RequestMessage) throws -> R {
        do {
            return try decode(R.self, from: message.payload)
        } catch {
            throw Problem(
                400,
                "malformed_request",
                "The request \(R.name) cannot be read: its fields are not as agreed."
            )
        }
    }
}

/// An object of a payload, read field by field.
private final class PayloadFields: FieldReader {
    private let object: JSONValue
    /// Fields that were asked for and are there.
    private var known = 0
    private var children: [PayloadFields] = []

    init(_ object: JSONValue) {
        self.object = object
    }

    /// Whether the object has no other fields than those that were asked for.
    var isRead: Bool { known == object.fieldCount && children.allSatisfy(\.isRead) }

    func text(_ name: StaticString) throws -> String? {
        switch object.text(at: name) {
        case .absent: return nil
        case .null:
            known += 1
            return nil
        case .text(let text):
            known += 1
            return text
        case .other: throw WireError.malformed
        }
    }

    func flag(_ name: StaticString) throws -> Bool? { try field(name) { $0.isBool ? $0.bool : nil } }

    func object(_ name: StaticString) throws -> (any FieldReader)? {
        guard let child = try field(name, { $0.isObject ? PayloadFields($0) : nil }) else { return nil }
        children.append(child)
        return child
    }

    private func field<Value>(_ name: StaticString, _ read: (JSONValue) -> Value?) throws(WireError) -> Value? {
        guard let field = object.field(name) else { return nil }
        known += 1
        guard !field.isNull else { return nil }
        guard let value = read(field) else { throw .malformed }
        return value
    }
}
