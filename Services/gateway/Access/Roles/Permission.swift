/// A part of the product that staff may be allowed to use.
enum PermissionModule: String, Codable, CaseIterable, Sendable {
    /// Conversations, messages, tags, notes, and the session they travel over.
    case chats
    /// Members, leads and contact cards.
    case people
    case campaigns
    /// The connected numbers: where they are reached, and their secrets.
    case channels
    /// The people who work here, and their roles.
    case staff
    /// Tokens for other programs.
    case tokens
    /// The activity log.
    case activity
}

enum PermissionAction: String, Codable, CaseIterable, Sendable {
    case view, create, edit, delete
}

/// One thing that may be allowed.
struct Permission: Hashable, Sendable {
    var module: PermissionModule
    var action: PermissionAction
}
