import Contracts
import Glibc
import Runtime

/// The program that makes pictures small and speech into voice notes. It is optional, and looked for when it is needed.
///
/// What it reads comes from strangers: it is told which formats to expect, opens nothing but the one file, and is kept
/// within bounds of memory, time and output.
struct FFmpeg: Sendable {
    private static let limits = ChildProcess.Limits(memory: 1024, output: 32, time: .seconds(30))

    /// Its path.
    let program: String
    let logger: Logger

    /// - Parameters:
    ///   - input: a path of ours.
    ///   - reading: options on how to read it.
    ///   - writing: options on what to make.
    ///   - output: a path of ours, with nothing there yet.
    /// - Throws: 501 `ffmpeg_missing`; ``Unreadable``; `CancellationError`.
    func convert(_ input: String, reading: [String], writing: [String], to output: String) async throws {
        guard access(program, X_OK) == 0 else { throw Problem.ffmpegMissing }
        let common = ["-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file", "-threads", "1"]
        let metadata = ["-map_metadata", "-1", "-map_chapters", "-1"]  // a picture's says where it was taken
        let arguments = common + reading + ["-i", "file:" + input] + metadata + writing + ["file:" + output]
        let (end, errors) = try await ChildProcess.run(program, arguments, limits: Self.limits)
        guard end == .exited(0) else {
            logger.info("ffmpeg refused a file", ["end": "\(end)", "errors": errors])
            throw Unreadable(isLate: end == .late)
        }
    }

    /// It does not understand the file, or the file takes too much.
    struct Unreadable: Error, Hashable {
        let isLate: Bool
    }
}

extension Problem {
    static let ffmpegMissing = Problem(
        501,
        "ffmpeg_missing",
        "This needs ffmpeg, which is not installed beside the media service. Install it there (package ffmpeg)."
    )
}
