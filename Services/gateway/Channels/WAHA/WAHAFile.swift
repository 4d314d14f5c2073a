import FoundationEssentials
import HTTPClient

/// A file to send through WAHA.
struct WAHAFile: Sendable {
    let mimetype: String
    let filename: String?
    let content: Content

    enum Content: Sendable {
        /// WAHA fetches it itself; it must be within its reach.
        case url(String)
        /// Bytes as they come, encoded on their way out, so that a file is never held whole.
        case bytes(Base64Stream)
    }

    /// The whole body of a send: the fields with the file among them.
    func body(around fields: FileFields) throws(WAHAError) -> HTTPClientBody {
        do {
            switch content {
            case .url(let url):
                let file = File(mimetype: mimetype, filename: filename, url: url, data: nil)
                return try .bytes([UInt8](JSONEncoder().encode(Body(fields: fields, file: file))))
            case .bytes(let stream):
                // The data is the last string of the last object, so the text is cut where it goes.
                let file = File(mimetype: mimetype, filename: filename, url: nil, data: nil)
                let outer = try JSONEncoder().encode(fields).dropLast()
                let inner = try JSONEncoder().encode(file).dropLast()
                let head = [UInt8](outer) + Array(#","file":"#.utf8) + [UInt8](inner) + Array(#","data":""#.utf8)
                return stream.body(head: head, tail: Array(#""}}"#.utf8))
            }
        } catch {
            throw .rejected(.invalid)
        }
    }

    private struct File: Encodable {
        let mimetype: String
        let filename: String?
        let url: String?
        let data: String?
    }

    private struct Body: Encodable {
        let fields: FileFields
        let file: File

        func encode(to encoder: any Encoder) throws {
            try fields.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(file, forKey: .file)
        }

        private enum Key: CodingKey { case file }
    }
}
