import Bus
import Contracts
import Foundation
import Runtime
import Store
import TestSupport
import Testing

@testable import media

/// Voice notes, made by the real ffmpeg.
@Suite(.timeLimit(.minutes(2))) struct VoiceNoteTests {
    private static let ffmpeg = "/usr/bin/ffmpeg"
    private let workspace = WorkspaceID(trusted: "w1")
    private let media = MediaID(trusted: "m1")

    private func withNotes(
        _ engine: StoreEngine = .sqlite,
        ffmpeg: String = ffmpeg,
        _ test: (VoiceNotes) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withStore(engine) { store in
            try await store.migrate("media", migrations)
            let content = try await ContentStore(folder: folder)
            let library = MediaLibrary(store: store, content: content, sniffer: TypeSniffer(), clock: .system)
            let derived = DerivedFiles(library: library, ffmpeg: FFmpeg(program: ffmpeg, logger: .silent))
            try await test(VoiceNotes(library: library, derived: derived))
        }
    }

    /// Two seconds of a tone, stereo.
    private func recording(_ format: String) async throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).\(format)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let arguments = ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "sine=d=2", "-ac", "2", path]
        let limits = ChildProcess.Limits(memory: 1024, output: 16, time: .seconds(30))
        let (end, errors) = try await ChildProcess.run(Self.ffmpeg, arguments, limits: limits)
        #expect(end == .exited(0), "\(errors)")
        return Array(try #require(FileManager.default.contents(atPath: path)))
    }

    private func add(_ bytes: [UInt8], to notes: VoiceNotes) async throws -> MediaObject {
        let chunks = AsyncStream<[UInt8]> { continuation in
            continuation.yield(bytes)
            continuation.finish()
        }
        let (content, type) = try await notes.library.take(chunks, limit: .max, declared: nil)
        return try await notes.library.add(media, content, type: type, filename: "talk.x", workspace: workspace)
    }

    private func convert(_ notes: VoiceNotes, in workspace: WorkspaceID? = nil) async throws -> MediaObject {
        let now = WallClock.system.now()
        let context = RequestContext(workspace: workspace ?? self.workspace, id: "r", deadline: now, now: now)
        return try await notes.convert(ConvertVoice(media: media), context)
    }

    @Test(arguments: StoreEngine.underTest)
    func `a recording becomes one voice note, however often it is asked for`(engine: StoreEngine) async throws {
        try await withNotes(engine) { notes in
            _ = try await add(recording("mp3"), to: notes)
            let note = try await convert(notes)
            #expect(note.id != media && note.state == .ready && note.filename == "talk.ogg")
            #expect(note.mimetype == "audio/ogg; codecs=opus")
            #expect(try await convert(notes) == note)
            let origin = try await notes.library.store.read {
                try $0.first(sql: "SELECT made_of FROM media WHERE id = ?", arguments: [note.id])?.get(0) as MediaID?
            }
            #expect(origin == media)
            let path = notes.library.content.path(of: try #require(note.sha256))
            let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
            #expect(bytes.count == note.size)
            #expect(bytes[28..<36].elementsEqual("OpusHead".utf8))
            #expect(bytes[37] == 1, "one channel")
            await #expect(throws: Problem.notFound("file")) {
                try await convert(notes, in: WorkspaceID(trusted: "w2"))
            }
        }
    }

    @Test(arguments: ["wav", "m4a", "flac", "webm", "mp4", "aac"])
    func `formats of recordings are understood`(format: String) async throws {
        try await withNotes { notes in
            _ = try await add(recording(format), to: notes)
            #expect(try await convert(notes).mimetype == "audio/ogg; codecs=opus")
        }
    }

    @Test func `what is a voice note already stays as it is, also without ffmpeg`() async throws {
        try await withNotes(ffmpeg: "/nowhere") { notes in
            let original = try await add(recording("opus"), to: notes)
            #expect(try await convert(notes) == original)
        }
    }

    @Test func `without ffmpeg the answer names it`() async throws {
        try await withNotes(ffmpeg: "/nowhere") { notes in
            _ = try await add(recording("mp3"), to: notes)
            await #expect(throws: Problem.ffmpegMissing) { try await convert(notes) }
        }
    }

    @Test(arguments: ["#EXTM3U\nfile:///etc/passwd\n", "ffconcat version 1.0\nfile /etc/passwd\n", "RIFF...."])
    func `what is no recording, and what names other files, is refused`(text: String) async throws {
        try await withNotes { notes in
            _ = try await add(Array(text.utf8), to: notes)
            await #expect(throws: Problem.unreadable) { try await convert(notes) }
        }
    }
}
