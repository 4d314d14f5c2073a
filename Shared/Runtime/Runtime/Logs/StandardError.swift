import Glibc
import Synchronization

/// Lines to standard error, whole, one after the other.
///
/// A reader that has stalled holds nobody up: the first line waits for it 50 ms, and while it does not read, further
/// lines are dropped and counted. The count follows in a line of its own.
package enum StandardError {
    private struct State {
        var dropped = 0
    }

    private static let patience: Int32 = 50
    private static let state = Mutex(State())

    /// - Parameter line: without its end.
    package static func write(_ line: String) {
        state.withLock { state in
            guard isWritable(within: state.dropped == 0 ? patience : 0) else {
                state.dropped += 1
                return
            }
            if state.dropped > 0 {
                put(
                    "{\"level\":\"warning\",\"message\":\"log lines dropped\",\"metadata\":{\"lines\":\(state.dropped)}}\n"
                )
                state.dropped = 0
            }
            put(line + "\n")
        }
    }

    private static func isWritable(within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        return poll(&descriptor, 1, milliseconds) == 1 && descriptor.revents & Int16(POLLOUT) != 0
    }

    private static func put(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[done...])
                let written = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return }
                done += written
            }
        }
    }
}
