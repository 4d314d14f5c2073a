/// Lets work that was begun come to its end although its task is cancelled, for a while: a send that is cut off would
/// leave a doubt behind.
/// - Parameter grace: how long it may go on after the cancellation; then it is cancelled itself.
func shielded<Value: Sendable>(
    grace: Duration = .seconds(6),
    _ work: @escaping @Sendable () async -> Value
) async -> Value {
    let task = Task { await work() }
    return await withTaskCancellationHandler {
        await task.value
    } onCancel: {
        Task {
            try? await Task.sleep(for: grace)
            task.cancel()
        }
    }
}
