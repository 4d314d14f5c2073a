import Contracts
import Synchronization

/// A request that changes something, while it is answered: what its entry in the log will say.
final class ActivityRequest: Sendable {
    /// The one that the current task answers.
    @TaskLocal static var current: ActivityRequest?

    let draft: ActivityDraft
    private let isKept = Mutex(false)

    init(_ draft: ActivityDraft) {
        self.draft = draft
    }

    /// Whether the entry stands already: it was committed with the change.
    var isRecorded: Bool { isKept.withLock { $0 } }

    func recorded() {
        isKept.withLock { $0 = true }
    }

    /// What the current request does is over in a moment and changes nothing that is kept: there is no entry of it.
    static func leavesNothing() { current?.recorded() }
}

/// What a change can be found by in the log, when the request does not name it: it was made by it.
protocol ActivityObject {
    var activityObject: String { get }
}

extension Staff: ActivityObject {
    var activityObject: String { id.text }
}

extension Workspace: ActivityObject {
    var activityObject: String { id.text }
}

extension APIToken: ActivityObject {
    var activityObject: String { id }
}
