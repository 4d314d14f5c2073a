import Contracts
import HTTPServer

/// Members, leads and contacts, and campaigns to them.
extension RouteTable {
    func addPeople(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .people), Access.may(.edit, .people))
        router.on(.get, "/api/imports", view, "Uploads of people, the newest first", people.imports)
        router.on(.get, "/api/imports/{id}", view, "How far an upload came", people.showImport)
        let limit = PeopleHandlers.csvLimit
        router.raw(
            .post,
            "/api/members/bulk",
            edit,
            "Members, as JSON {items}, NDJSON or CSV",
            limit: limit,
            consumes: "text/csv",
            body: BulkBody<Member>.self,
            result: ImportReport.self,
            people.upsertMembers
        )
        router.raw(
            .post,
            "/api/packages/bulk",
            edit,
            "Packages, as JSON {items}, NDJSON or CSV",
            limit: limit,
            consumes: "text/csv",
            body: BulkBody<MemberPackage>.self,
            result: ImportReport.self,
            people.upsertPackages
        )
        router.raw(
            .post,
            "/api/leads/bulk",
            edit,
            "Leads, as JSON {items}, NDJSON or CSV",
            limit: limit,
            consumes: "text/csv",
            body: BulkBody<Lead>.self,
            result: ImportReport.self,
            people.upsertLeads
        )
    }

    func addContacts(to router: inout Router<Access, Caller>) {
        let (view, chat, edit) = (Access.may(.view, .people), Access.may(.edit, .chats), Access.may(.edit, .people))
        router.on(.get, "/api/contacts", view, "Contacts, the newest first", contacts.list)
        router.on(.get, "/api/contacts/lookup", view, "Who a number is", contacts.lookUp)
        router.on(.get, "/api/contacts/{id}", view, "Who a contact is", contacts.show)
        router.raw(
            .get,
            "/api/contacts/{id}/picture",
            .mayEither(.view, .chats, .people),
            "The profile picture",
            produces: "image/jpeg",
            pictures.show
        )
        router.on(.put, "/api/contacts/{id}/name", chat, "Give a contact a name", contacts.name)
        router.on(.put, "/api/contacts/{id}/member", chat, "Say which member this is", contacts.linkMember)
        router.on(.delete, "/api/contacts/{id}/member", chat, "Say that it is not this member", contacts.unlinkMember)
        router.on(.put, "/api/contacts/{id}/lead", chat, "Say which lead this is", contacts.linkLead)
        router.on(.delete, "/api/contacts/{id}/lead", chat, "Say that it is not this lead", contacts.unlinkLead)
        router.on(.post, "/api/contacts/{id}/merge", edit, "Make one contact of two", contacts.merge)
        router.on(.get, "/api/contacts/{id}/merges", view, "Which contacts it was made of", contacts.merges)
        router.on(.post, "/api/merges/{id}/undo", edit, "Take a merge back", contacts.undo)
        router.on(.get, "/api/members", view, "Members by id", records.members)
        router.on(.get, "/api/crm/sync", view, "How the workspace's own database is kept up with", records.crmSync)
        router.on(.post, "/api/crm/sync", edit, "Read the workspace's own database at once", records.runCRMSync)
        router.on(.get, "/api/leads", view, "Leads by id", records.leads)
        router.on(.put, "/api/leads/{id}/status", chat, "Move a lead to another status", records.setLeadStatus)
    }

    func addCampaigns(to router: inout Router<Access, Caller>) {
        let (view, create, edit) = (
            Access.may(.view, .campaigns), Access.may(.create, .campaigns), Access.may(.edit, .campaigns)
        )
        router.on(.get, "/api/campaigns", view, "Campaigns, newest first", campaigns.list)
        router.on(.post, "/api/campaigns", create, "Make a draft", status: 201, campaigns.create)
        router.on(.get, "/api/campaigns/{id}", view, "One campaign and its counts", campaigns.show)
        router.on(.get, "/api/campaigns/{id}/recipients", view, "Its recipients", campaigns.recipients)
        router.raw(
            .post,
            "/api/campaigns/{id}/recipients",
            edit,
            "Add recipients to a draft, as CSV",
            limit: PeopleHandlers.csvLimit,
            consumes: "text/csv",
            result: UpsertReport.self,
            campaigns.addRecipients
        )
        router.on(.post, "/api/campaigns/{id}/start", edit, "Start it", campaigns.start)
        router.on(.post, "/api/campaigns/{id}/pause", edit, "Pause it", campaigns.pause)
        router.on(.post, "/api/campaigns/{id}/resume", edit, "Go on", campaigns.resume)
        router.on(.post, "/api/campaigns/{id}/cancel", edit, "End it; who waits is skipped", campaigns.cancel)
    }
}
