import Contracts
import Runtime
import Store

/// Adds to the chains of the workspaces, at the end of the transactions that things are done in.
///
/// All that one transaction adds to a chain is linked at once. The chain's end is locked from then to the commit, so that
/// several instances of the gateway make one chain.
final class ActivityLog: WriteEnding {
    private let clock: WallClock

    init(clock: WallClock) {
        self.clock = clock
    }

    /// Exists if and only if the transaction is committed.
    func add(_ draft: ActivityDraft, in transaction: any Transaction) {
        transaction.putOff(draft, to: self)
    }

    func end(_ items: [any Sendable], in transaction: any Transaction) throws {
        let drafts = Dictionary(grouping: items.compactMap { $0 as? ActivityDraft }, by: \.workspace)
        // In one order, so that no two transactions wait for each other.
        for (workspace, drafts) in drafts.sorted(by: { $0.key < $1.key }) {
            try append(drafts, to: workspace, in: transaction)
        }
    }

    private func append(_ drafts: [ActivityDraft], to workspace: WorkspaceID, in transaction: any Transaction) throws {
        guard var head = try ActivityHead(transaction.first(ActivityQuery.takeHead, workspace)) else { return }
        let now = max(clock.now(), head.at)
        var entries: [ActivityEntry] = []
        var requests: Set<String> = []
        for draft in drafts {
            if let request = draft.request {
                let isKnown = try transaction.first(ActivityQuery.knownRequest, workspace, request) != nil
                guard requests.insert(request).inserted, !isKnown else { continue }
            }
            let entry = ActivityEntry(draft, number: head.number + 1, at: now, after: head.hash)
            head = ActivityHead(number: entry.number, at: now, hash: entry.hash)
            entries.append(entry)
        }
        guard !entries.isEmpty else { return }
        try transaction.run(ActivityQuery.add, each: entries.map { $0.columns(in: workspace) })
        try transaction.run(ActivityQuery.putHead, workspace, head.number, head.at, head.hash)
    }
}

/// Where a chain ends.
struct ActivityHead: Hashable, Sendable {
    let number: Int
    let at: Timestamp
    /// Empty before the first entry.
    let hash: String

    init(number: Int, at: Timestamp, hash: String) {
        self.number = number
        self.at = at
        self.hash = hash
    }

    /// Nil without a row.
    init?(_ row: Row?) throws(StoreError) {
        guard let row else { return nil }
        self.init(number: try row.get("number"), at: try row.get("at"), hash: try row.get("hash"))
    }
}
