import Contracts

/// Something that was done, before it has its place in the chain.
struct ActivityDraft: Sendable {
    var workspace: WorkspaceID
    /// Nil for what no person did.
    var staff: StaffID?
    /// The API token by which it was done.
    var token: String?
    /// `POST /api/staff/{id}/deactivate`, `message.added`.
    var action: String
    /// What it was done to: an id.
    var object: String?
    /// What inside of that: a message in a conversation.
    var part: String?
    var ip: String?
    /// `done`, `refused 409 conflict`, `failed`; of a message or a session its status.
    var outcome: String
    /// Of the request; an entry of it is written once. Nil for what no request brought.
    var request: String?
}
