import Contracts
import JSON
import Runtime
import Store

/// Finds out at the provider what became of a send that nobody knows the outcome of.
struct SendInquiry: Sendable {
    let store: any Store
    let queue: SendQueue
    let recorder: SendRecorder
    let settings: SendingSettings
    let clock: WallClock
    let logger: Logger

    enum Finding: Hashable, Sendable {
        case found(ProviderMessageID)
        /// The history does not have it. `isCertain`: it was asked for by an id of its own.
        case absent(isCertain: Bool)
        /// The history cannot be read now.
        case unclear
    }

    /// Asks once and writes down what was found, or when to ask again, or that it is given up.
    func ask(about row: SendRow, on channel: Channel, _ client: WAHAClient) async {
        let finding = channel.isWorking ? await find(row, channel, client) : .unclear
        let now = clock.now()
        let queue = queue
        switch finding {
        case .found(let id):
            await recorder.persist { transaction in
                guard try queue.accept(row, id, now: now, in: transaction) else { return }
                transaction.afterCommit { queue.metrics.settled.increment() }
            }
        case .absent(let isCertain) where isCertain && row.wasAnswered && now >= giveUpAt(row):
            // WAHA answered the request with an error, so nothing of it is on its way, and it is not in the history.
            let why = DeliveryError(code: "provider_error", message: "WAHA failed to send the message.")
            await recorder.persist { try queue.reject(row, why, now: now, in: $0) }
        case .absent, .unclear:
            guard now < giveUpAt(row) else { return await giveUp(row, now) }
            let elapsed = now - (giveUpAt(row) - settings.doubt)
            let wait = min(max(elapsed, .seconds(2)), .seconds(30))
            let next = min(now + wait, giveUpAt(row))
            await recorder.persist { _ = try $0.run(SendQuery.checkLater, row.message, row.claim, next) }
        }
    }

    private func giveUpAt(_ row: SendRow) -> Timestamp {
        row.giveUpAt ?? (row.claimedAt ?? clock.now()) + settings.doubt
    }

    /// Past its time it stays uncertain for good, unless it is seen one day; its chat goes on.
    private func giveUp(_ row: SendRow, _ now: Timestamp) async {
        logger.warning("a send stays uncertain", ["channel": row.channel, "message": row.message])
        let metrics = queue.metrics
        await recorder.persist { transaction in
            guard try transaction.run(SendQuery.giveUp, row.message, row.claim, now) == 1 else { return }
            transaction.afterCommit { metrics.uncertain.increment() }
        }
    }

    private func find(_ row: SendRow, _ channel: Channel, _ client: WAHAClient) async -> Finding {
        do {
            guard let bareId = row.bareId else { return try await search(row, channel, client) }
            let message = try await client.message(channel.session, in: row.chat, id: bareId).root
            return WAHAMessageID.read(message).map { .found($0) } ?? .unclear
        } catch WAHAError.notFound {
            return .absent(isCertain: row.bareId != nil)
        } catch {
            return .unclear
        }
    }

    /// Without an id it is known by its content and time, among those that no other send of ours is.
    private func search(_ row: SendRow, _ channel: Channel, _ client: WAHAClient) async throws -> Finding {
        let since = (row.claimedAt ?? clock.now()) - SendSightings.slack
        let listed = try await client.messages(
            channel.session,
            in: row.chat.text,
            limit: 50,
            since: since,
            fromMe: true
        )
        let taken = try await store.read { reader in
            let rows = try reader.rows(SendQuery.taken, row.channel, row.chat.text, row.message)
            return try Set(rows.map { try $0.get("bare_id", as: String.self) })
        }
        let now = clock.now()
        let candidates = listed.compactMap { json -> MessageReceived? in
            guard case .message(let message) = WAHAMessage.read(json), message.id.fromMe,
                !taken.contains(message.id.bare)
            else { return nil }
            let event = message.received(on: channel.id, told: now)
            return SendSightings.isSame(row, event) ? event : nil
        }
        let first = candidates.min { $0.timestamp < $1.timestamp }
        return first.map { .found($0.providerId) } ?? .absent(isCertain: false)
    }
}
