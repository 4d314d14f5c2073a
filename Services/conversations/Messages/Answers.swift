import Contracts
import Store

/// Understands what people write in answer to buttons and lists that reached them as numbered text (ruling 18).
struct Answers {
    let turn: Turn

    /// - Parameter thread: the conversation as it was before this message.
    /// - Returns: nil for what is no answer; without a question before it nothing is looked up.
    func choice(in event: MessageReceived, _ thread: StoredConversation) throws -> MessageChoice? {
        guard event.type == .text, let text = event.body, text.utf8.count <= 256,
            let question = try question(of: event, thread), let choices = question.content?.choices,
            let option = choices.choice(from: text)
        else { return nil }
        return MessageChoice(
            id: option.id,
            text: option.text,
            description: option.description,
            question: question.id
        )
    }

    /// What it quotes, or what stands last in the thread.
    private func question(of event: MessageReceived, _ thread: StoredConversation) throws -> Message? {
        let messages = Messages(turn: turn)
        if let quoted = event.quotedId {
            return try messages.find(MessageKey(event.channel, bare: quoted, fromMe: true))?.message
        }
        guard let last = thread.preview, last.direction == .outgoing, last.type == .buttons || last.type == .list else {
            return nil
        }
        return try messages.find(last.id)?.message
    }
}
