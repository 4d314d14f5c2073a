import Contracts
import Runtime
import Store

/// Writes down what became of sends, whatever happens to the store meanwhile.
struct SendRecorder: Sendable {
    let store: any Store
    let queue: SendQueue
    let status: ChannelStatus
    let settings: SendingSettings
    let clock: WallClock
    let logger: Logger

    /// Takes a row to be sent now.
    /// - Returns: nil when somebody else has it, or the person wants nothing more from us.
    func claim(_ row: SendRow, bareId: String?) async -> SendRow? {
        let now = clock.now()
        var claimed = row
        claimed.claim = UUIDv7.make(at: now)
        claimed.claimedAt = now
        claimed.bareId = bareId
        claimed.providerId = bareId.map { "true_\(row.chat)_\($0)" }
        let (queue, claim) = (queue, claimed.claim ?? "")
        do {
            let result = try await store.write { transaction in
                try queue.claim(row, as: claim, bareId: bareId, now: now, in: transaction)
            }
            return result == .claimed ? claimed : nil
        } catch {
            logger.warning("a send could not be claimed", ["message": row.message, "error": "\(error)"])
            // The commit may have come through although its answer did not; nothing was sent, so it waits again.
            let due = now + settings.longestWait
            let reason = "store_unavailable"
            let answer = SendAnswer(attemptedAt: now, at: clock.now(), reason: reason)
            await persist { _ = try $0.run(SendQuery.requeue, row.message, claim, due, reason, answer.line) }
            return nil
        }
    }

    /// Writes down the outcome of a claimed row.
    func record(_ outcome: SendOutcome, of row: SendRow, on channel: Channel) async {
        let (queue, status, now) = (queue, status, clock.now())
        switch row.content.gesture == nil ? outcome : outcome.ofGesture(attempts: row.attempts) {
        case .accepted(let id):
            await persist { try queue.accept(row, id, now: now, in: $0) }
        case .rejected(let why):
            await persist { try queue.reject(row, why, now: now, in: $0) }
        case .notSent(let reason, _, let wait):
            guard let due = nextTry(of: row, after: wait, now: now) else {
                return await persist { try queue.reject(row, Self.outOfPatience(reason), now: now, in: $0) }
            }
            let answer = row.answer(reason, at: now)
            await persist { _ = try $0.run(SendQuery.requeue, row.message, row.claim, due, reason, answer.line) }
        case .sessionNotWorking(let state):
            let reason = "session_not_working"
            let answer = row.answer([reason, state].compactMap(\.self).joined(separator: ": "), at: now)
            await persist { transaction in
                try transaction.run(SendQuery.requeue, row.message, row.claim, now, reason, answer.line)
                try status.move(channel, to: state ?? SessionWatch.absent, at: now, in: transaction)
            }
        case .unknown(let reason, let answered):
            let (checkAt, giveUpAt) = (now + .seconds(2), now + settings.doubt)
            await persist { transaction in
                try queue.doubt(
                    row,
                    reason,
                    answered: answered,
                    checkAt: checkAt,
                    giveUpAt: giveUpAt,
                    now: now,
                    in: transaction
                )
            }
        }
    }

    /// Writes down that a row could not even be tried.
    func record(unclaimed outcome: SendOutcome, of row: SendRow, on channel: Channel) async {
        let (queue, status, now) = (queue, status, clock.now())
        switch outcome {
        case .accepted, .unknown: break
        case .rejected(let why):
            await persist { try queue.refuse(row, why, now: now, in: $0) }
        case .notSent(let reason, _, let wait):
            guard let due = nextTry(of: row, after: wait, now: now) else {
                return await persist { try queue.refuse(row, Self.outOfPatience(reason), now: now, in: $0) }
            }
            await persist { _ = try $0.run(SendQuery.postpone, row.message, due, reason, now) }
        case .sessionNotWorking(let state):
            await persist { try status.move(channel, to: state ?? SessionWatch.absent, at: now, in: $0) }
        }
    }

    /// When to try again; nil when it was tried for long enough.
    private func nextTry(of row: SendRow, after wait: Duration?, now: Timestamp) -> Timestamp? {
        guard now < (row.firstTriedAt ?? now) + settings.patience else { return nil }
        let backoff = Backoff(base: .seconds(1), limit: settings.longestWait)
        return now + max(wait ?? .zero, backoff.delay(after: row.attempts + 1))
    }

    private static func outOfPatience(_ reason: String) -> DeliveryError {
        let code = reason.split(separator: ":").first.map(String.init) ?? reason
        return DeliveryError(code: code, message: "WhatsApp could not be reached for too long, so it was not sent.")
    }

    /// Tries until the store has it, or the process ends: then the row is found open at the next start.
    func persist(_ work: @escaping @Sendable (any Transaction) throws -> Void) async {
        var backoff = Backoff(base: .milliseconds(100), limit: .seconds(5))
        while true {
            do {
                return try await store.write(work)
            } catch {
                logger.error("the outcome of a send could not be stored yet", ["error": "\(error)"])
            }
            guard (try? await Task.sleep(for: backoff.next())) != nil else { return }
        }
    }
}
