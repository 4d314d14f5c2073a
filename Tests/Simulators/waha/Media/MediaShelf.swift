/// The media folder: files by session and name, each for its lifetime.
struct MediaShelf: Sendable {
    private var files: [String: File] = [:]

    private struct File: Sendable {
        var bytes: [UInt8]
        var mimetype: String
        /// Nil: kept for good.
        var until: Moment?
    }

    /// - Parameter lifetime: seconds; 0 keeps the file for good.
    mutating func put(_ attachment: MediaFile, session: String, name: String, lifetime: Double, now: Moment) {
        let until = lifetime > 0 ? Moment(milliseconds: now.milliseconds + Int64(lifetime * 1_000)) : nil
        files[session + "/" + name] = File(bytes: attachment.bytes, mimetype: attachment.mimetype, until: until)
    }

    /// The file, unless it is gone; what is past its lifetime is deleted at the attempt to get it.
    mutating func get(_ session: String, _ name: String, now: Moment) -> (bytes: [UInt8], mimetype: String)? {
        let key = session + "/" + name
        guard let file = files[key] else { return nil }
        if let until = file.until, until < now {
            files[key] = nil
            return nil
        }
        return (file.bytes, file.mimetype)
    }

    mutating func removeAll() { files = [:] }

    var count: Int { files.count }
}
