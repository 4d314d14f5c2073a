import Runtime

extension Logger {
    /// Says nothing.
    static let quiet = Logger(service: "test", level: .off) { _ in }
}
