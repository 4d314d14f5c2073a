/// What an engine must know of its surroundings to tell a message.
struct Scene: Sendable {
    var session: String
    var engine: Engine
    var account: Account
    /// Scheme and authority of this server, as in `media.url`: `http://127.0.0.1:3000`.
    var baseURL: String
    /// WEBJS leaves out `_serialized` after WhatsApp renamed it.
    var omitsSerialized = false
    /// NOWEB writes `messageTimestamp` as `{low, high, unsigned}`.
    var writesLongTimestamps = false
    /// Adds fields that nobody knows yet, everywhere.
    var addsUnknownFields = false

    /// The media object of a message, as far as its download went.
    func media(_ message: Message, downloaded: Bool) -> Body {
        guard let attachment = message.attachment, downloaded, attachment.state != .missing else { return nil }
        let mimetype = Body.text(attachment.mimetype)
        let filename = Body.optional(attachment.filename)
        switch attachment.state {
        case .skipped:
            return ["url": nil, "mimetype": mimetype, "filename": filename]
        case .failed:
            let error: Body = ["message": "Failed to download media", "details": "media is gone from the server"]
            return ["url": nil, "mimetype": mimetype, "filename": filename, "error": error]
        default:
            let url = Body.text(url(message, attachment))
            let error: Body = engine == .gows ? .absent : nil
            return ["url": url, "mimetype": mimetype, "filename": filename, "error": error]
        }
    }

    /// The name of a message's file in the media folder: WEBJS takes the full id, the others the bare one.
    func fileName(_ message: Message, _ attachment: MediaFile) -> String {
        (engine == .webjs ? message.fullID : message.bareID) + "." + attachment.fileExtension
    }

    /// A host that must not see the key.
    var foreignURL: String { baseURL.replacingHost("localhost") + "/foreign" }

    private func url(_ message: Message, _ attachment: MediaFile) -> String {
        let path = "/\(session)/\(fileName(message, attachment))"
        return switch attachment.state {
        case .foreign: foreignURL + path + "?X-Amz-Signature=2b7c"
        case .wrongAuthority: "http://waha.internal:3000/api/files" + path
        default: baseURL + "/api/files" + path
        }
    }
}

extension String {
    /// This URL at another host, on the same port.
    fileprivate func replacingHost(_ host: String) -> String {
        guard let scheme = range(of: "://") else { return self }
        let port = self[scheme.upperBound...].split(separator: ":").dropFirst().first.map { ":" + $0 } ?? ""
        return self[..<scheme.upperBound] + host + port
    }

    private func range(of text: String) -> Range<String.Index>? {
        firstRange(of: text)
    }
}
