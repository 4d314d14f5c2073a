import Bus
import Contracts
import HTTPServer

/// Profile pictures of contacts.
struct PictureHandlers: Sendable {
    let bus: Bus
    let book: PictureBook
    let media: MediaHandlers

    /// - Throws: 404 for an unknown contact and for one that shows no picture.
    func show(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        let question = LookUpContact(contact: try path.id("id"), scope: caller.branch)
        let card = try await bus.ask(question, workspace: caller.workspace)
        guard let contact = card.contact?.id, let chat = card.address,
            let picture = try await book.picture(of: contact, at: chat, in: caller.workspace)
        else { throw Problem.notFound("picture") }
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
