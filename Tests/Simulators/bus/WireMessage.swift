import JSON
import Runtime

/// A message as it is on the wire: see the page of the bus.
struct WireMessage: Sendable, Equatable {
    let topic: String
    /// Of the header: the version, the kind, and what the kind has.
    let fields: [String]
    /// JSON.
    let payload: [UInt8]

    init(topic: String, fields: [String], payload: [UInt8]) {
        self.topic = topic
        self.fields = fields
        self.payload = payload
    }

    /// - Returns: nil unless there are three frames, and the header is of version 1.
    init?(frames: [[UInt8]]) {
        guard frames.count == 3 else { return nil }
        topic = String(decoding: frames[0], as: UTF8.self)
        fields = String(decoding: frames[1], as: UTF8.self)
            .split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        payload = frames[2]
        guard fields.count >= 2, fields[0] == "1" else { return nil }
    }

    var frames: [[UInt8]] {
        [Array(topic.utf8), Array(fields.joined(separator: "\t").utf8), payload]
    }

    /// `event`, `request`, `reply`, `replayed` or `beat`.
    var kind: String { fields[1] }

    /// The field behind the kind: 0 for the first one; empty when there is none.
    subscript(field: Int) -> String { fields.count > field + 2 ? fields[field + 2] : "" }

    var json: JSONValue { (try? JSONDocument(payload).root) ?? .missing }

    /// One line: topic, header, payload.
    var line: String {
        let header = fields.dropFirst().map { $0.isEmpty ? "-" : $0 }.joined(separator: " ")
        return "\(topic) \(header) \(String(decoding: payload, as: UTF8.self))"
    }
}
