import Bus
import Contracts

/// What campaigns listens to and answers.
struct ContentsTable {
    let drafts: CampaignDrafts
    let control: CampaignControl
    let questions = CampaignQuestions()
    let listener: StatusListener

    func contents() -> Contents {
        var contents = Contents()
        contents.on(MessageChanged.self, from: .conversations, listener.changed)
        contents.perform(CreateCampaign.self, drafts.create)
        contents.perform(AddRecipients.self, drafts.addRecipients)
        contents.perform(ControlCampaign.self, control.control)
        contents.answer(ShowCampaign.self, questions.show)
        contents.answer(ListCampaigns.self, questions.list)
        contents.answer(ListRecipients.self, questions.recipients)
        return contents
    }
}
