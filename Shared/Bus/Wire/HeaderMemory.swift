import Contracts
import Glibc

/// What the header of the event before had in the fields that most events share: read once, then found again by
/// comparing bytes.
struct HeaderMemory {
    private var kind = Remembered<MessageKind>()
    private var source = Remembered<Source>()
    private var workspace = Remembered<WorkspaceID>()
    private var topic = Remembered<String>()

    /// The version, which must be 1, and the kind.
    mutating func kind(_ reader: inout HeaderReader) throws(WireError) -> MessageKind {
        try kind.value(of: try reader.fields(2)) { (fields) throws(WireError) in try fields.kind() }
    }

    /// Producer, origin and stream.
    mutating func source(_ reader: inout HeaderReader) throws(WireError) -> Source {
        try source.value(of: try reader.fields(3)) { (fields) throws(WireError) in
            let producer = try fields.word(ServiceName.self)
            let origin = try fields.origin()
            return Source(producer: producer, origin: origin, stream: try fields.word(Stream.self))
        }
    }

    mutating func workspace(_ reader: inout HeaderReader) throws(WireError) -> WorkspaceID {
        try workspace.value(of: try reader.fields(1)) { (field) throws(WireError) in try field.workspace() }
    }

    mutating func topic(_ reader: inout HeaderReader) throws(WireError) -> String {
        try topic.value(of: try reader.fields(1)) { (field) throws(WireError) in try field.text() }
    }
}

/// The last value that was read, and its bytes.
private struct Remembered<Value> {
    private var bytes: [UInt8] = []
    private var value: Value?

    mutating func value(
        of fields: UnsafeRawBufferPointer,
        _ read: (inout HeaderReader) throws(WireError) -> Value
    ) throws(WireError) -> Value {
        if let value, bytes.isSame(as: fields) { return value }
        var reader = HeaderReader(fields)
        let new = try read(&reader)
        value = new
        bytes = Array(fields)
        return new
    }
}

extension [UInt8] {
    fileprivate func isSame(as others: UnsafeRawBufferPointer) -> Bool {
        guard count == others.count, let start = others.baseAddress else { return false }
        return withUnsafeBytes { bytes in bytes.baseAddress.map { memcmp($0, start, count) == 0 } ?? false }
    }
}
