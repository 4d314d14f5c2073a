import Bus
import Contracts
import HTTPServer

/// Pictures of contacts and of groups.
struct PictureHandlers: Sendable {
    let bus: Bus
    let book: PictureBook
    let media: MediaHandlers

    /// - Throws: 404 for an unknown contact and for one that shows no picture.
    func show(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        let question = LookUpContact(contact: try path.id("id"), scope: caller.branch)
        let card = try await bus.ask(question, workspace: caller.workspace)
        guard let contact = card.contact?.id, let chat = card.address else { throw Problem.notFound("picture") }
        return try await show(.contact(contact, at: chat), request, caller)
    }

    /// - Throws: 404 for a conversation that the caller does not see, one of two, and a group that shows no picture.
    func showGroup(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        let question = ShowConversation(conversation: try path.id("id"), scope: caller.branch)
        let conversation = try await bus.ask(question, workspace: caller.workspace)
        guard conversation.isGroup else { throw Problem.notFound("picture") }
        return try await show(.group(conversation.chatId, of: conversation.channelId), request, caller)
    }

    private func show(
        _ subject: PictureSubject,
        _ request: HTTPRequest,
        _ caller: Caller
    ) async throws -> HTTPResponse {
        guard let picture = try await book.picture(of: subject, in: caller.workspace) else {
            throw Problem.notFound("picture")
        }
        return try await media.download(picture, request, caller)
    }
}

extension ContactCard {
    /// Where a person is asked for: at the phone, else at the hidden id.
    fileprivate var address: ChatID? {
        if let phoneNumber { return ChatID(phoneDigits: String(phoneNumber.dropFirst())) }
        return identifiers.first { $0.kind == .lid }.flatMap { try? ChatID($0.value) }
    }

    /// With the address of the picture.
    var withPicture: ContactCard {
        var card = self
        card.pictureUrl = contact?.id.pictureUrl
        return card
    }
}
