/// Has a task go on at once on the thread that ends its wait.
///
/// For handlers that are called by the ten thousand and do next to nothing after their wait: to be put into a queue and
/// wake another thread costs them more than that. Whoever ends a wait must hold no lock then.
final class InPlaceExecutor: TaskExecutor {
    static let shared = InPlaceExecutor()

    func enqueue(_ job: consuming ExecutorJob) {
        UnownedJob(job).runSynchronously(on: asUnownedTaskExecutor())
    }
}
