import CZeroMQ

/// A call of libzmq that failed.
package struct MessagingError: Error, Hashable, CustomStringConvertible {
    /// `zmq_bind`.
    package let function: String
    /// An errno, libzmq's own included.
    package let code: Int32
    /// The endpoint or the option at hand, if any.
    package let subject: String

    /// Reads the code of the call that has just failed on this thread.
    init(_ function: String, _ subject: String = "") {
        self.function = function
        code = zmq_errno()
        self.subject = subject
    }

    /// `Address already in use`.
    package var reason: String { String(cString: zmq_strerror(code)) }

    package var description: String {
        "\(function)\(subject.isEmpty ? "" : " ")\(subject): \(reason) (\(code))"
    }
}
