/// Something is not as a test needs it.
struct Unfit: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Something that waiting does not mend.
struct Hopeless: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Asks again and again until there is an answer.
/// - Parameters:
///   - what: for the failure: `the message is read`.
///   - limit: for all of it; the last error is told when it has passed.
/// - Throws: ``Unfit``, ``Hopeless``, `CancellationError`.
func eventually<Value>(
    _ what: String,
    within limit: Duration = .seconds(30),
    every pause: Duration = .milliseconds(20),
    _ probe: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while true {
        var reason = ""
        do {
            if let value = try await probe() { return value }
        } catch let error as Hopeless {
            throw error
        } catch {
            reason = ": \(error)"
        }
        guard ContinuousClock.now < deadline else { throw Unfit("not within \(limit): \(what)\(reason)") }
        try await Task.sleep(for: pause)
    }
}
