import Bus
import Contracts
import Crypto
import Glibc
import Store

/// Makes voice notes of recordings: Ogg with Opus, one channel, which is what WhatsApp plays as one.
struct VoiceNotes: Sendable {
    /// Formats that hold sound, and none that names other files. Of a video its sound is taken.
    private static let formats = "ogg,mp3,mov,wav,aac,amr,flac,matroska,aiff,caf,asf,au"
    private static let recipe = DerivedFiles.Recipe(
        kind: "voice",
        reading: ["-format_whitelist", formats],
        writing: [
            "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-c:a", "libopus", "-b:a", "32k", "-application", "voip",
            "-f", "ogg",
        ]
    )

    let library: MediaLibrary
    let derived: DerivedFiles

    /// The same recording gives the same voice note; one that is Opus in Ogg already stays as it is.
    /// - Throws: 404; 409 `media_not_ready`; 413 `media_too_large`; 422 `media_unreadable`; 501 `ffmpeg_missing`.
    func convert(_ request: ConvertVoice, _ context: RequestContext) async throws -> MediaObject {
        let workspace = context.workspace
        let original = try await library.store.read {
            try MediaLibrary.show(request.media, workspace: workspace, in: $0)
        }
        let sha256 = try original.contentIfReady()
        if Self.isOpus(library.content.path(of: sha256)) { return original }
        let note = Self.id(of: request.media)
        let known = try? await library.store.read { try MediaLibrary.show(note, workspace: workspace, in: $0) }
        if let known, known.state == .ready { return known }
        let content = try await derived.make(Self.recipe, of: sha256)
        guard content.size <= MediaDataPlane.limit else { throw Problem.tooLarge(file: MediaDataPlane.limit) }
        return try await library.put(
            note,
            content,
            of: request.media,
            as: .voice,
            type: ConvertVoice.mimetype,
            filename: Self.name(original.filename),
            workspace: workspace
        )
    }

    /// One recording has one voice note, however often it is asked for.
    private static func id(of media: MediaID) -> MediaID {
        MediaID(trusted: String(SHA256.hex(of: "voice|\(media)").prefix(32)))
    }

    /// `a.mp3` becomes `a.ogg`.
    private static func name(_ name: String?) -> String {
        guard let name, let dot = name.lastIndex(of: "."), dot > name.startIndex else {
            return (name ?? "voice") + ".ogg"
        }
        return name[..<dot] + ".ogg"
    }

    /// - Source: RFC 3533, section 6; RFC 7845, section 5.1: the head of Opus is all that its first page holds.
    private static func isOpus(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 36)
        guard read(descriptor, &bytes, bytes.count) == bytes.count else { return false }
        return bytes.starts(with: "OggS".utf8) && bytes[28...].elementsEqual("OpusHead".utf8)
    }
}
