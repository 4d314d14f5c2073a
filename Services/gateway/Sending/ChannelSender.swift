import Contracts
import Runtime
import Store
import Synchronization

/// Works the send queue of one channel, while it is this instance's turn: a chat's messages one after the other, chats
/// side by side, no faster than the number's pace.
final class ChannelSender: Sendable {
    private struct State {
        var pace: Pace
        /// Chats with a message on its way, or about to be.
        var busy: Set<ChatID> = []
        var files = 0
        /// Rows that are being looked up.
        var checking: Set<MessageID> = []
        var receipts: Set<ChatID> = []
    }

    private let id: ChannelID
    private let parts: SendParts
    private let state: Mutex<State>

    init(_ id: ChannelID, _ parts: SendParts) {
        self.id = id
        self.parts = parts
        let (rate, burst) = (parts.settings.rate, parts.settings.burst)
        state = Mutex(State(pace: Pace(rate: rate, burst: burst, now: parts.clock.now())))
    }

    /// Runs until it is cancelled, or `turn` says that another instance may have taken over. What was begun is finished.
    func run(whileHolding turn: SendTurn) async throws {
        try await recover()
        try await withThrowingDiscardingTaskGroup { group in
            while await turn.isHeld {
                let pokes = parts.queue.nudge.pokes
                var wait = Duration.seconds(1)
                do {
                    wait = try await begin(&group)
                } catch let error as StoreError {
                    parts.logger.warning("the send queue cannot be read", ["channel": id, "error": "\(error)"])
                }
                try await parts.queue.nudge.wait(after: pokes, atMost: wait)
            }
        }
    }

    /// Whoever had claimed these is no more: nobody knows what became of them.
    private func recover() async throws {
        let orphans = try await parts.store.read { [id] in try $0.rows(SendQuery.orphans, id).map { try SendRow($0) } }
        let channel = try parts.directory.entry(id).channel
        for row in orphans {
            await parts.recorder.record(.unknown(reason: "interrupted", answered: false), of: row, on: channel)
        }
    }

    /// Begins what can begin now.
    /// - Returns: how long there is nothing more to do.
    private func begin(_ group: inout ThrowingDiscardingTaskGroup<any Error>) async throws -> Duration {
        let entry = try parts.directory.entry(id)
        let now = parts.clock.now()
        try await beginChecks(&group, entry, now)
        guard entry.channel.isWorking else { return .seconds(1) }
        try await beginReceipts(&group, entry, now)
        let limit = parts.settings.concurrency + state.withLock { $0.busy.count }
        let rows = try await parts.store.read { [id] in
            try $0.rows(SendQuery.next, id, now, limit).map { try SendRow($0) }
        }
        for row in rows {
            switch admit(row, now) {
            case .begins: group.addTask { await self.deliver(row) }
            case .isHeld: continue
            case .waits(let duration): return min(duration, .seconds(1))
            }
        }
        return .seconds(1)
    }

    private enum Admission {
        case begins
        /// Others may go before it.
        case isHeld
        /// Nobody goes before the time has passed.
        case waits(Duration)
    }

    private func admit(_ row: SendRow, _ now: Timestamp) -> Admission {
        let settings = parts.settings
        return state.withLock { state in
            guard state.busy.count < settings.concurrency else { return .waits(.seconds(1)) }
            let hasFile = row.content.media != nil
            guard !state.busy.contains(row.chat), !hasFile || state.files < settings.mediaConcurrency else {
                return .isHeld
            }
            if let wait = state.pace.take(row.priority, now: now) { return .waits(wait) }
            state.busy.insert(row.chat)
            if hasFile { state.files += 1 }
            return .begins
        }
    }

    private func deliver(_ row: SendRow) async {
        var outcome: SendOutcome?
        if let entry = try? parts.directory.entry(id) {
            let task = SendTask(row: row, channel: entry.channel, client: entry.client, media: parts.media)
            do throws(SendFault) {
                let preparation = try await task.prepare()
                outcome = await shielded { await self.send(task, preparation) }
            } catch {
                outcome = error.outcome
                await parts.recorder.record(unclaimed: error.outcome, of: row, on: entry.channel)
            }
        }
        finish(row, outcome)
        parts.queue.nudge.poke()
    }

    /// - Returns: nil when it was not this instance's to send.
    private func send(_ task: SendTask, _ preparation: SendTask.Preparation) async -> SendOutcome? {
        guard let claimed = await parts.recorder.claim(task.row, bareId: preparation.bareId) else { return nil }
        let start = ContinuousClock.now
        let outcome = await task.perform(preparation)
        parts.queue.metrics.duration.observe(ContinuousClock.now - start)
        await parts.recorder.record(outcome, of: claimed, on: task.channel)
        return outcome
    }

    private func finish(_ row: SendRow, _ outcome: SendOutcome?) {
        let now = parts.clock.now()
        let metrics = parts.queue.metrics
        let share = state.withLock { state in
            state.busy.remove(row.chat)
            if row.content.media != nil { state.files -= 1 }
            switch outcome {
            case .accepted: state.pace.speedUp()
            case .notSent(let reason, let pauses, let wait):
                metrics.postponed.increment()
                if pauses { state.pace.slowDown(reason, for: wait ?? .seconds(10), now: now) }
                state.pace.giveBack()
            case .sessionNotWorking, nil: state.pace.giveBack()
            case .rejected, .unknown: break
            }
            return state.pace.share
        }
        metrics.share.set(share)
        if case .notSent(let reason, true, _) = outcome {
            parts.logger.warning("sending slows down", ["channel": id, "reason": reason, "share": share])
        }
    }

    private func beginChecks(
        _ group: inout ThrowingDiscardingTaskGroup<any Error>,
        _ entry: ChannelDirectory.Entry,
        _ now: Timestamp
    ) async throws {
        let rows = try await parts.store.read { [id] in
            try $0.rows(SendQuery.nextToCheck, id, now, 4).map { try SendRow($0) }
        }
        for row in rows where state.withLock({ $0.checking.insert(row.message).inserted }) {
            group.addTask {
                await self.parts.inquiry.ask(about: row, on: entry.channel, entry.client)
                self.state.withLock { _ = $0.checking.remove(row.message) }
                self.parts.queue.nudge.poke()
            }
        }
    }

    private func beginReceipts(
        _ group: inout ThrowingDiscardingTaskGroup<any Error>,
        _ entry: ChannelDirectory.Entry,
        _ now: Timestamp
    ) async throws {
        let receipts = try await parts.receipts.due(of: id, now: now)
        for receipt in receipts where state.withLock({ $0.receipts.insert(receipt.chat).inserted }) {
            group.addTask {
                await self.parts.receipts.tell(receipt, on: entry.channel, entry.client)
                self.state.withLock { _ = $0.receipts.remove(receipt.chat) }
            }
        }
    }
}
