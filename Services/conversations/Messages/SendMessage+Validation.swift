import Contracts

extension SendMessage {
    /// - Returns: what kind of conversation it goes to.
    /// - Throws: `Problem` 422 naming each field.
    func validate() throws(Problem) -> ConversationKind {
        var problems = content.problems
        if let clientRef, !(1...128).contains(clientRef.count) {
            problems.append(FieldProblem("clientRef", "must have 1 to 128 characters"))
        }
        guard let kind = ConversationKind(chat) else {
            problems.append(FieldProblem("chat", "is a list of stories or broadcasts and takes no messages"))
            throw .invalid(problems)
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        return kind
    }
}

extension OutgoingContent {
    fileprivate var problems: [FieldProblem] {
        var problems: [FieldProblem] = []
        switch type {
        case .text:
            if text?.contains(where: { !$0.isWhitespace }) != true {
                problems.append(FieldProblem("content.text", "is missing or empty"))
            }
            if media != nil { problems.append(FieldProblem("content.media", "does not belong to a text")) }
        case .image, .document, .video, .audio, .voice, .sticker:
            if media == nil { problems.append(FieldProblem("content.media", "is missing")) }
        case .location, .contact, .poll, .buttons, .list:
            problems += contentProblems.map { FieldProblem("content.\($0.field)", $0.message) }
        default:
            problems.append(FieldProblem("content.type", "is not a kind that can be sent"))
        }
        if gesture != nil { problems.append(FieldProblem("content.gesture", "does not belong to a message")) }
        if let text, text.utf8.count > Self.textLimit {
            problems.append(FieldProblem("content.text", "must have at most \(Self.textLimit) bytes"))
        }
        return problems
    }
}
