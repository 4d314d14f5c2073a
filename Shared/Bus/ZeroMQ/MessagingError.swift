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

    package var description: String {
        let text = String(cString: zmq_strerror(code))
        return subject.isEmpty ? "\(function): \(text) (\(code))" : "\(function) \(subject): \(text) (\(code))"
    }
}
