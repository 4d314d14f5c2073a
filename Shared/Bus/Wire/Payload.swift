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
        guard let event = event as? any SelfWriting else { return header + (try encode(event)) }
        return JSONText.object(behind: header, event.write)
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
