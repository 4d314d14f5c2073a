/// What becomes of one send.
enum SendFate: Sendable {
    case succeed
    /// Not sent, and no answer before the engine's own time limit.
    case hang
    /// Sent; the answer takes long.
    case hangThenSucceed
    /// Not sent; the engine says why.
    case fail(String)
    /// Sent, and yet answered as a failure.
    case succeedThenFail(String)

    /// Throws the dice for a send to a chat.
    static func throwing(_ dice: inout Dice, _ faults: Faults, to chat: Address) -> SendFate {
        if case .phone(let digits) = chat, faults.absentNumbers.contains(digits) {
            return .fail("no LID found for \(chat.jid) from server")
        }
        if dice.hits(faults.sendNoLid) { return .fail("no LID found for \(chat.jid) from server") }
        if dice.hits(faults.sendRestricted) { return .fail("server returned error 463") }
        if dice.hits(faults.rateOverlimit) { return .fail("rate-overlimit") }
        if dice.hits(faults.send500) { return .fail("connection closed before the message was sent") }
        if dice.hits(faults.sendHang) { return .hang }
        if dice.hits(faults.sendHangThenSucceed) { return .hangThenSucceed }
        if dice.hits(faults.sendSucceedThenFail) { return .succeedThenFail("Timed out waiting for the answer") }
        return .succeed
    }
}
