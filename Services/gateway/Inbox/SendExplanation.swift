import Bus
import Contracts
import HTTPServer
import Runtime
import Store

/// The way of a message, how it stands now, and what can be done about it.
struct MessageExplanation: Codable, Sendable {
    var message: Message
    /// `received`, `waiting`, `sending`, `uncertain`, `sent`, `delivered`, `read`, `played`, `failed` or `revoked`.
    var state: String
    /// Each hop with its time, the first first.
    var hops: [MessageHop]
    /// What a person can do; nil when there is nothing to do.
    var remedy: String?
    /// Its texts before the present one, the oldest first.
    var formerTexts: [String]
}

/// `GET …/messages/{message}/explain`.
struct ExplainHandlers: Sendable {
    let bus: Bus
    let store: any Store
    let channels: ChannelDirectory
    let clock: WallClock

    func explain(_ call: Call<Caller, NoQuery, NoBody>) async throws -> MessageExplanation {
        let workspace = call.identity.workspace
        let request = try ExplainMessage(
            conversation: call.path.id("id"),
            message: call.path.id("message"),
            scope: call.identity.branch
        )
        let trace = try await bus.ask(request, workspace: workspace)
        let send = try await store.read { reader in
            try reader.first(SendQuery.way, trace.message.id, workspace).map { try SendWay($0) }
        }
        let session = (try? channels.entry(trace.channel, of: workspace))?.channel.status
        let verdict = MessageVerdict(message: trace.message, send: send, session: session, now: clock.now())
        return MessageExplanation(
            message: trace.message,
            state: verdict.state,
            hops: (trace.hops + (send?.hops ?? [])).sorted { $0.at < $1.at },
            remedy: verdict.remedy,
            formerTexts: trace.formerTexts
        )
    }
}

/// What the send queue keeps of a message.
struct SendWay: Sendable {
    let state: SendState
    let attempts: Int
    let queuedAt: Timestamp
    let claimedAt: Timestamp?
    let settledAt: Timestamp?
    /// Why it waits or failed: a stable code, and behind a colon what the provider said.
    let reason: String?
    let dueAt: Timestamp
    /// The provider's id as far as it is known.
    let providerId: String?
    /// How each call ended that did not settle it.
    let answers: [SendAnswer]

    /// - Parameter row: of ``SendQuery/way``.
    init(_ row: Row) throws(StoreError) {
        state = try row.get("state")
        attempts = try row.get("attempts")
        queuedAt = try row.get("queued_at")
        claimedAt = try row.get("claimed_at")
        settledAt = try row.get("settled_at")
        reason = try row.get("reason")
        dueAt = try row.get("due_at")
        providerId = try row.get("provider_id")
        let lines: String = try row.get("answers")
        answers = lines.split(separator: "\n").compactMap { SendAnswer(line: $0) }
    }

    var hops: [MessageHop] {
        var hops = [MessageHop(.queued, at: queuedAt)]
        for (number, answer) in answers.enumerated() {
            hops.append(MessageHop(.attempted, at: answer.attemptedAt, detail: "attempt \(number + 1)"))
            let (code, words) = Self.parts(of: answer.reason)
            hops.append(MessageHop(.answered, at: answer.at, code: code, detail: words))
        }
        if let claimedAt, !answers.contains(where: { $0.attemptedAt == claimedAt }) {
            hops.append(MessageHop(.attempted, at: claimedAt, detail: "attempt \(attempts)"))
        }
        if let settledAt {
            let ended = [state.rawValue, providerId].compactMap(\.self).joined(separator: " as ")
            let code = reason.map { Self.parts(of: $0).code }
            hops.append(MessageHop(.settled, at: settledAt, code: code, detail: ended))
        }
        return hops
    }

    /// `throttled: slow down`.
    private static func parts(of reason: String) -> (code: String, words: String?) {
        let parts = reason.split(separator: ":", maxSplits: 1)
        let words = parts.dropFirst().first?.drop { $0 == " " }
        return (parts.first.map(String.init) ?? reason, words.map(String.init))
    }
}
