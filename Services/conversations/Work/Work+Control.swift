import Contracts

/// The moves of the control token. Each refuses what the state does not allow with 409 `conflict`, who and since when.
extension Work {
    /// From nobody, or from the bot, whose run is handed off.
    mutating func take(_ person: StaffBrief, at now: Timestamp) throws(Problem) {
        if case .staff(let holder) = holder, holder.id != person.id {
            throw stands("\(holder.name) holds the conversation. Ask for control with the action “request”.")
        }
        move(to: .staff(person), at: now)
    }

    mutating func release(_ person: StaffBrief, at now: Timestamp) throws(Problem) {
        try demandHolder(person)
        move(to: .nobody, at: now)
    }

    /// - Parameter next: a person, or the bot.
    mutating func transfer(_ person: StaffBrief, to next: Holder, at now: Timestamp) throws(Problem) {
        try demandHolder(person)
        move(to: next, at: now)
    }

    mutating func request(_ person: StaffBrief) throws(Problem) {
        guard case .staff(let holder) = holder else { throw stands("No person holds the conversation: take it.") }
        guard holder.id != person.id else { throw stands("You hold the conversation yourself.") }
        guard requestedBy == nil || requestedBy?.id == person.id else {
            throw stands("\(requestedBy?.name ?? "") has asked already and waits for \(holder.name).")
        }
        requestedBy = person
    }

    mutating func grant(_ person: StaffBrief, at now: Timestamp) throws(Problem) {
        try demandHolder(person)
        guard let requestedBy else { throw stands("Nobody has asked for control.") }
        move(to: .staff(requestedBy), at: now)
    }

    mutating func decline(_ person: StaffBrief) throws(Problem) {
        guard requestedBy != nil else { throw stands("Nobody has asked for control.") }
        if requestedBy?.id != person.id { try demandHolder(person) }
        requestedBy = nil
    }

    /// Nobody holds it any more, whoever did.
    mutating func free(at now: Timestamp) { move(to: .nobody, at: now) }

    /// - Returns: 409 `conflict` with who holds it and since when.
    func stands(_ detail: String) -> Problem {
        var problem = Problem(409, "conflict", detail)
        guard holder != .nobody else { return problem }
        problem.changedBy = holder == .bot ? Holder.botText : holder.name
        problem.changedAt = heldSince
        return problem
    }

    private func demandHolder(_ person: StaffBrief) throws(Problem) {
        if case .staff(let holder) = holder, holder.id == person.id { return }
        throw stands("Only who holds the conversation can do that; now it is \(holder.name).")
    }

    private mutating func move(to next: Holder, at now: Timestamp) {
        guard next != holder else { return }
        (holder, heldSince, requestedBy) = (next, now, nil)
    }
}
