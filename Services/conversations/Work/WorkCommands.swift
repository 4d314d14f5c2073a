import Contracts
import Store

/// What staff do with a conversation as a whole: assign it, move its control, end it.
struct WorkCommands {
    let turn: Turn

    private var desk: WorkDesk { WorkDesk(turn: turn) }
    private var colleagues: Colleagues { Colleagues(turn: turn) }

    /// - Throws: `Problem` 404, 409, 422.
    func assign(_ request: AssignConversation) throws -> ConversationSummary {
        try desk.change(request.conversation, within: request.scope, seen: request.version, by: request.by) {
            work,
            conversation in
            let assignee = try request.staff.map { try colleagues.receiver($0, of: conversation, "staff") }
            guard assignee?.id != work.assignee?.id else { return }
            try work.demandActive()
            work.assignee = assignee
        }
    }

    /// - Throws: `Problem` 404, 409, 422.
    func control(_ request: ControlConversation) throws -> ConversationSummary {
        let person = try colleagues.brief(request.by)
        return try desk.change(request.conversation, within: request.scope, seen: request.version, by: request.by) {
            work,
            conversation in
            try work.demandActive()
            switch request.action {
            case .take:
                try demand(person, in: conversation)
                try work.take(person, at: turn.now)
            case .release: try work.release(person, at: turn.now)
            case .transfer: try work.transfer(person, to: receiver(request, conversation), at: turn.now)
            case .request:
                try demand(person, in: conversation)
                try work.request(person)
            case .grant:
                if let asking = work.requestedBy { try demand(asking, in: conversation) }
                try work.grant(person, at: turn.now)
            case .decline: try work.decline(person)
            }
        }
    }

    /// Whoever is to hold a conversation must be able to give it back. What a person asked for before they left is
    /// withdrawn by the event that tells of it, which may come later than this.
    /// - Throws: `Problem` 409.
    private func demand(_ person: StaffBrief, in conversation: StoredConversation) throws {
        guard let obstacle = try colleagues.obstacle(person.id, in: conversation) else { return }
        throw Problem(409, "conflict", "\(person.name) cannot hold this conversation: \(obstacle).")
    }

    /// - Throws: `Problem` 404; 409 when another person holds it.
    func end(_ request: EndConversation) throws -> ConversationSummary {
        try desk.change(request.conversation, within: request.scope, seen: request.version, by: request.by) { work, _ in
            guard work.endedAt == nil else { return }
            if case .staff(let holder) = work.holder, holder.id != request.by {
                throw work.stands("\(holder.name) holds the conversation; only they can end it.")
            }
            work.end(at: turn.now)
        }
    }

    private func receiver(_ request: ControlConversation, _ conversation: StoredConversation) throws -> Holder {
        guard let to = request.to else {
            throw Problem.invalid([FieldProblem("to", "is missing: the id of a person, or bot")])
        }
        guard to != Holder.botText else { return .bot }
        guard let id = try? StaffID(to) else { throw Problem.notFound("staff member") }
        return .staff(try colleagues.receiver(id, of: conversation, "to"))
    }
}

extension Work {
    /// - Throws: `Problem` 409.
    fileprivate func demandActive() throws(Problem) {
        guard let endedAt else { return }
        var problem = Problem(
            409,
            "conflict",
            "The conversation was ended at \(endedAt.text) and is history; a new message starts the next one."
        )
        problem.changedAt = endedAt
        throw problem
    }

    /// Nobody holds it any more; whose it was is kept.
    fileprivate mutating func end(at now: Timestamp) {
        (holder, heldSince, requestedBy) = (.nobody, now, nil)
        endedAt = now
    }
}
