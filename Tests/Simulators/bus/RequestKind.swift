import Contracts
import FoundationEssentials

/// A request of `Contracts`, as it travels.
struct RequestKind: Sendable {
    let name: String
    let service: ServiceName
    /// The key of the lane that a payload goes to; nil for any lane.
    /// - Throws: `DecodingError` when the payload is no such request.
    let laneKey: @Sendable (_ json: String) throws -> String?

    private init<R: Request>(_: R.Type) {
        name = R.name
        service = R.service
        laneKey = { try JSONDecoder().decode(R.self, from: Data($0.utf8)).laneKey }
    }

    static let all = [
        RequestKind(ShowChannelAccess.self),
        RequestKind(ListConversations.self),
        RequestKind(ShowConversation.self),
        RequestKind(ListMessages.self),
        RequestKind(ShowMessage.self),
        RequestKind(ExplainMessage.self),
        RequestKind(ReactToMessage.self),
        RequestKind(VoteInPoll.self),
        RequestKind(EditMessage.self),
        RequestKind(RevokeMessage.self),
        RequestKind(SetMessageAI.self),
        RequestKind(SendMessage.self),
        RequestKind(MarkRead.self),
        RequestKind(SetNote.self),
        RequestKind(TagConversation.self),
        RequestKind(ListBranches.self),
        RequestKind(ListTags.self),
        RequestKind(CreateTag.self),
        RequestKind(UpdateTag.self),
        RequestKind(DeleteTag.self),
        RequestKind(LookUpContact.self),
        RequestKind(UpsertPeople.self),
        RequestKind(CreateCampaign.self),
        RequestKind(AddRecipients.self),
        RequestKind(ControlCampaign.self),
        RequestKind(ShowCampaign.self),
        RequestKind(ListCampaigns.self),
        RequestKind(ListRecipients.self),
        RequestKind(DescribeMedia.self),
        RequestKind(RetryMedia.self),
        RequestKind(ConvertVoice.self),
        RequestKind(ListGallery.self),
        RequestKind(ShowGalleryItem.self),
        RequestKind(AddToGallery.self),
        RequestKind(UpdateGalleryItem.self),
        RequestKind(RemoveFromGallery.self),
        RequestKind(ShowRetention.self),
        RequestKind(SetRetention.self),
    ]

    static func named(_ name: String) -> RequestKind? {
        all.first { $0.name == name }
    }

    static var names: String { all.map(\.name).joined(separator: ", ") }
}

extension RequestKind: Equatable {
    static func == (left: RequestKind, right: RequestKind) -> Bool { left.name == right.name }
}
