import Contracts

/// A poll to send.
struct SendPoll: Codable, Sendable {
    /// 1 to 255 characters.
    var question: String
    /// 2 to 12 of 1 to 100 characters.
    var options: [String]
    /// Whether more than one may be chosen; false when absent.
    var multiple: Bool?
}

extension SendBody {
    /// What it holds beside text and file, for the kinds that hold something.
    func content(of type: MessageKind, mentions: [ChatID]) -> MessageContent? {
        var content = MessageContent()
        switch type {
        case .location: content.location = location
        case .contact: content.contacts = contacts
        case .poll:
            content.poll = poll.map { poll in
                MessagePoll(
                    question: poll.question,
                    options: poll.options.map { MessagePoll.Option(text: $0) },
                    multiple: poll.multiple ?? false
                )
            }
        case .buttons, .list: content.choices = choices?.numbered
        default: break
        }
        content.mentions = mentions.nilIfEmpty
        return content.nilIfEmpty
    }

    /// The text that goes with a kind: what is shown of it in one line, or sent in its place.
    func text(of type: MessageKind) -> String? {
        switch type {
        case .text: text
        case .location: [location?.name, location?.address].compactMap(\.self).joined(separator: "\n").nilIfEmpty
        case .contact: contacts?.map(\.name).joined(separator: ", ")
        case .poll: poll?.question
        case .buttons, .list: choices?.numberedText
        default: caption
        }
    }
}

extension MessageChoices {
    /// Options without an id of their own have their number.
    fileprivate var numbered: MessageChoices {
        var choices = self
        for index in options.indices where options[index].id == nil { choices.options[index].id = "\(index + 1)" }
        return choices
    }
}
