import Foundation
import Testing

@testable import media

@Suite(.timeLimit(.minutes(1))) struct ChildProcessTests {
    private static let limits = ChildProcess.Limits(memory: 256, output: 1, time: .seconds(20))

    private func shell(
        _ script: String,
        _ limits: ChildProcess.Limits = limits
    ) async throws -> (end: ChildProcess.End, errors: String) {
        try await ChildProcess.run("/bin/sh", ["-c", script], limits: limits)
    }

    @Test func `tells how a program ended and what it complained of`() async throws {
        let (end, errors) = try await shell("echo out; echo wrong >&2; exit 3")
        #expect(end == .exited(3))
        #expect(errors == "wrong\n")
        #expect(try await shell("kill -SEGV $$").end == .killed(signal: SIGSEGV))
    }

    @Test func `hands over no input, no environment and no open files`() async throws {
        let file = try #require(fopen("/dev/null", "r"))
        defer { fclose(file) }
        #expect(fileno(file) > 2)
        let script =
            "read line && exit 1; test -z \"$HOME\" || exit 2; test -e /proc/self/fd/\(fileno(file)) && exit 3; exit 0"
        #expect(try await shell(script).end == .exited(0))
    }

    @Test func `what complains without end is not held up`() async throws {
        let (end, errors) = try await shell(
            "i=0; while [ $i -lt 20000 ]; do echo complaint >&2; i=$((i+1)); done; exit 0"
        )
        #expect(end == .exited(0))
        #expect(errors.utf8.count == 512)
    }

    @Test func `memory, processor time and output are bounded`() async throws {
        let reads = "x=$(head -c 400000000 /dev/zero | tr '\\0' a); test ${#x} -eq 400000000"
        #expect(try await shell(reads).end != .exited(0))
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let writes = "exec head -c 5000000 /dev/zero > \(folder)/big"
        #expect(try await shell(writes).end != .exited(0))
        let size = try FileManager.default.attributesOfItem(atPath: folder + "/big")[.size] as? Int
        #expect(size == 1 << 20)
    }

    @Test func `a program is killed when its time is over`() async throws {
        let limits = ChildProcess.Limits(memory: 256, output: 1, time: .milliseconds(200))
        #expect(try await shell("exec sleep 600", limits).end == .late)
    }

    @Test func `a program is killed when its task is cancelled`() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let run = Task { try await shell("echo $$ > \(file); exec sleep 600") }
        var id: pid_t?
        while id == nil {
            try await Task.sleep(for: .milliseconds(10))  // it has begun once its file is there
            id = FileManager.default.contents(atPath: file)
                .flatMap { pid_t(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines)) }
        }
        run.cancel()
        await #expect(throws: CancellationError.self) { _ = try await run.value }
        #expect(kill(try #require(id), 0) == -1 && errno == ESRCH)
    }

    @Test func `what is no program does not start`() async throws {
        #expect(try await ChildProcess.run("/nowhere", [], limits: Self.limits).end == .exited(127))
    }
}
