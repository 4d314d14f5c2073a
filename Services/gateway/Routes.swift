import Contracts
import HTTPServer

/// What the gateway answers over HTTP: a line per route.
struct RouteTable {
    let version = VersionHandlers()
    let signIn: SignInHandlers
    let workspaces: WorkspaceHandlers
    let ownSessions: OwnSessionHandlers
    let passwords: PasswordHandlers
    let tokens: TokenHandlers
    let activity: ActivityHandlers
    let staff: StaffHandlers
    let roles: RoleHandlers
    let branches: BranchHandlers
    let conversations: ConversationHandlers
    let messages: MessageHandlers
    let work: WorkHandlers
    let notifications: NotificationHandlers
    let gestures: GestureHandlers
    let presence: PresenceHandlers
    let explain: ExplainHandlers
    let tags: TagHandlers
    let send: SendHandlers
    let channels: ChannelHandlers
    let sessions: SessionHandlers
    let media: MediaHandlers
    let gallery: GalleryHandlers
    let retention: RetentionHandlers
    let people: PeopleHandlers
    let contacts: ContactHandlers
    let pictures: PictureHandlers
    let records: RecordHandlers
    let campaigns: CampaignHandlers
    let live: LiveHandlers
    let webhooks: WebhookReceiver

    func add(to router: inout Router<Access, Caller>) {
        addAccess(to: &router)
        addStaff(to: &router)
        addInbox(to: &router)
        addNotifications(to: &router)
        addLive(to: &router)
        addChannels(to: &router)
        addMedia(to: &router)
        addGallery(to: &router)
        addPeople(to: &router)
        addContacts(to: &router)
        addCampaigns(to: &router)
    }
}
