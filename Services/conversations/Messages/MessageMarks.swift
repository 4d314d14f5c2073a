import Contracts
import Store

/// What is noted about messages.
struct MessageMarks {
    let turn: Turn

    /// - Throws: `Problem` 404, 422.
    func setAI(_ request: SetMessageAI) throws -> Message {
        if let response = request.ai.response, response.utf8.count > OutgoingContent.textLimit {
            throw Problem.invalid([FieldProblem("response", "must have at most \(OutgoingContent.textLimit) bytes")])
        }
        let known = try Threads(turn: turn).conversation(request.conversation, within: request.scope)
        let messages = Messages(turn: turn)
        while let stored = try messages.find(request.message) {
            guard stored.message.conversationId == known.id else { break }
            var changed = stored
            changed.message.ai = MessageAI(
                processed: request.ai.processed ?? stored.message.ai?.processed,
                response: request.ai.response ?? stored.message.ai?.response,
                appointmentCreated: request.ai.appointmentCreated ?? stored.message.ai?.appointmentCreated
            )
            guard changed.message != stored.message else {
                return try stored.withSender(in: turn.transaction).message
            }
            guard try messages.save(changed) else { continue }
            try messages.tellChange(of: changed)
            return try changed.withSender(in: turn.transaction).message
        }
        throw Problem.notFound("message")
    }
}
