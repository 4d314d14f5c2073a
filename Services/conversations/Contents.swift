import Bus
import Contracts
import Store

/// The table of contents of the service: what it listens to and what it answers.
///
/// Each handler takes one ``Turn``: an event or command with the transaction that it changes.
struct ConversationContents: Sendable {
    let outbox: Outbox
    let metrics: ConversationMetrics
    /// Where numbers are typed into the search, ISO 3166: `MY`.
    let country: String
    let sizes = SourceSizes()

    func contents() -> Contents {
        var contents = Contents()

        hear(&contents, MessageReceived.self, from: .gateway) { try Arrivals(turn: $1).received($0) }
        hear(&contents, MessageAltered.self, from: .gateway) { try Alterations(turn: $1).heard($0) }
        hear(&contents, DeliveryReported.self, from: .gateway) { try Deliveries(turn: $1).reported($0) }
        hear(&contents, GestureSettled.self, from: .gateway) { try Gestures(turn: $1).settled($0) }
        hear(&contents, MessageToSend.self, from: .campaigns) { try Sending(turn: $1).adopt($0) }
        hear(&contents, ContactChanged.self, from: .enrichment) { try ContactCopies(turn: $1).changed($0) }
        hear(&contents, StaffChanged.self, from: .gateway) { try Colleagues(turn: $1).changed($0) }
        hear(&contents, SessionChanged.self, from: .gateway) { try SessionNotices(turn: $1).changed($0) }
        hear(&contents, SessionHealthChanged.self, from: .gateway) { try SessionNotices(turn: $1).healthChanged($0) }
        hear(&contents, LIDResolved.self, from: .enrichment) { try HiddenIDs(turn: $1).resolved($0) }
        hear(&contents, MediaChanged.self, from: .media) { try MediaCopies(turn: $1).changed($0) }

        perform(&contents, SendMessage.self) { try Sending(turn: $1).send($0) }
        perform(&contents, ReactToMessage.self) { try Gestures(turn: $1).react($0) }
        perform(&contents, VoteInPoll.self) { try Gestures(turn: $1).vote($0) }
        perform(&contents, EditMessage.self) { try Gestures(turn: $1).edit($0) }
        perform(&contents, RevokeMessage.self) { try Gestures(turn: $1).revoke($0) }
        perform(&contents, SetMessageAI.self) { try MessageMarks(turn: $1).setAI($0) }
        perform(&contents, MarkRead.self) { try ReadMarks(turn: $1).markRead($0) }
        perform(&contents, SetNote.self) { try Notes(turn: $1).set($0) }
        perform(&contents, AssignConversation.self) { try WorkCommands(turn: $1).assign($0) }
        perform(&contents, ControlConversation.self) { try WorkCommands(turn: $1).control($0) }
        perform(&contents, EndConversation.self) { try WorkCommands(turn: $1).end($0) }
        perform(&contents, ReadNotifications.self) { try NotificationDesk(turn: $1).read($0) }
        perform(&contents, SetNotificationPreferences.self) { try NotificationDesk(turn: $1).set($0) }
        perform(&contents, TagConversation.self) { try Tags(turn: $1).put($0) }
        perform(&contents, CreateTag.self) { try Tags(turn: $1).create($0) }
        perform(&contents, UpdateTag.self) { try Tags(turn: $1).update($0) }
        perform(&contents, DeleteTag.self) { try Tags(turn: $1).delete($0) }

        let (country, sizes) = (country, sizes)
        contents.answer(ListConversations.self) { request, context, reader in
            try ConversationListing(workspace: context.workspace, reader: reader, sizes: sizes, country: country)
                .list(request)
        }
        contents.answer(ShowConversation.self) { request, context, reader in
            try Threads.conversation(request.conversation, context.workspace, within: request.scope, in: reader)
                .summary(in: reader)
        }
        contents.answer(SearchMessages.self) { request, context, reader in
            try MessageSearch(workspace: context.workspace, reader: reader).find(request)
        }
        contents.answer(ListAssignments.self) { request, context, reader in
            try WorkListings(workspace: context.workspace, reader: reader).assignments(request)
        }
        contents.answer(ListHistory.self) { request, context, reader in
            try WorkListings(workspace: context.workspace, reader: reader).history(request)
        }
        contents.answer(ListMessages.self) { request, context, reader in
            try MessageListing(workspace: context.workspace, reader: reader).list(request)
        }
        contents.answer(ShowMessage.self) { request, context, reader in
            try MessageListing(workspace: context.workspace, reader: reader).show(request)
        }
        contents.answer(CheckFile.self) { request, context, reader in
            try FileShowings(workspace: context.workspace, reader: reader).check(request)
        }
        contents.answer(ShowTag.self) { request, context, reader in
            try Tags.show(request.tag, context.workspace, in: reader)
        }
        contents.answer(ExplainMessage.self) { request, context, reader in
            try MessageTracing(workspace: context.workspace, reader: reader).explain(request)
        }
        contents.answer(ListNotifications.self) { request, context, reader in
            try NotificationListing(workspace: context.workspace, reader: reader).list(request)
        }
        contents.answer(ShowNotificationPreferences.self) { request, context, reader in
            try NotificationListing(workspace: context.workspace, reader: reader).preferences(of: request.staff)
        }
        contents.answer(ListBranches.self) { _, context, reader in
            Page(items: try Totals.branches(context.workspace, in: reader), nextCursor: nil)
        }
        contents.answer(ListTags.self) { _, context, reader in
            Page(items: try TagShelf.read(context.workspace, in: reader).tags, nextCursor: nil)
        }
        return contents
    }

    private func hear<E: Event>(
        _ contents: inout Contents,
        _: E.Type,
        from service: ServiceName,
        _ handler: @escaping @Sendable (E, Turn) throws -> Void
    ) {
        let (outbox, metrics) = (outbox, metrics)
        contents.on(E.self, from: service) { event, context, transaction in
            let turn = Turn(
                workspace: context.workspace,
                id: context.id,
                now: context.now,
                lane: context.lane.number,
                transaction: transaction,
                metrics: metrics,
                emit: { try outbox.emit($0, workspace: context.workspace, in: transaction) },
                toldAt: context.emittedAt
            )
            try handler(event, turn)
        }
    }

    private func perform<R: Request>(
        _ contents: inout Contents,
        _: R.Type,
        _ handler: @escaping @Sendable (R, Turn) throws -> R.Reply
    ) {
        let (outbox, metrics) = (outbox, metrics)
        contents.perform(R.self) { request, context, transaction in
            let turn = Turn(
                workspace: context.workspace,
                id: context.id,
                now: context.now,
                lane: Lane(key: request.laneKey ?? context.id).number,
                transaction: transaction,
                metrics: metrics,
                emit: { try outbox.emit($0, workspace: context.workspace, in: transaction) }
            )
            return try handler(request, turn)
        }
    }
}
