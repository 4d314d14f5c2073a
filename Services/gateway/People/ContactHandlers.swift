import Bus
import Contracts
import HTTPServer

/// Contacts: who they are, what staff say they are, and which of them are one person.
struct ContactHandlers: Sendable {
    let bus: Bus

    func list(_ call: Call<Caller, ContactListQuery, NoBody>) async throws -> Page<ContactEntry> {
        var request = ListContacts(
            search: call.query.search,
            kind: call.query.kind,
            limit: call.query.limit ?? 50,
            cursor: call.query.cursor,
            scope: call.identity.branch
        )
        request.country = call.identity.country
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func show(_ call: Call<Caller, NoQuery, NoBody>) async throws -> ContactCard {
        let request = LookUpContact(contact: try call.path.id("id"), scope: call.identity.branch)
        return try await bus.ask(request, workspace: call.identity.workspace).withPicture
    }

    func lookUp(_ call: Call<Caller, ContactQuery, NoBody>) async throws -> ContactCard {
        var request = LookUpContact(phone: call.query.phone, scope: call.identity.branch)
        request.country = call.identity.country
        return try await bus.ask(request, workspace: call.identity.workspace).withPicture
    }

    func linkMember(_ call: Call<Caller, NoQuery, LinkMemberBody>) async throws -> ContactCard {
        try await link(call, .member, call.body.memberId, call.body.version)
    }

    func unlinkMember(_ call: Call<Caller, VersionQuery, NoBody>) async throws -> ContactCard {
        try await link(call, .member, nil, call.query.version)
    }

    func linkLead(_ call: Call<Caller, NoQuery, LinkLeadBody>) async throws -> ContactCard {
        try await link(call, .lead, call.body.leadId, call.body.version)
    }

    func unlinkLead(_ call: Call<Caller, VersionQuery, NoBody>) async throws -> ContactCard {
        try await link(call, .lead, nil, call.query.version)
    }

    func name(_ call: Call<Caller, NoQuery, ContactNameBody>) async throws -> ContactCard {
        let request = NameContact(
            contact: try call.path.id("id"),
            givenName: call.body.name,
            change: call.identity.change(call.body.version)
        )
        return try await bus.ask(request, workspace: call.identity.workspace).withPicture
    }

    func merge(_ call: Call<Caller, NoQuery, MergeBody>) async throws -> ContactCard {
        let request = MergeContacts(
            contact: try call.path.id("id"),
            into: call.body.into,
            change: call.identity.change(call.body.version)
        )
        return try await bus.ask(request, workspace: call.identity.workspace).withPicture
    }

    func merges(_ call: Call<Caller, PeoplePageQuery, NoBody>) async throws -> Page<ContactMerge> {
        let request = ListMerges(
            contact: try call.path.id("id"),
            limit: call.query.limit ?? 50,
            cursor: call.query.cursor,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func undo(_ call: Call<Caller, NoQuery, NoBody>) async throws -> ContactMerge {
        let request = UndoMerge(merge: try call.path.id("id"), change: call.identity.change(nil))
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    private func link<Query, Body>(
        _ call: Call<Caller, Query, Body>,
        _ kind: LinkContact.Kind,
        _ record: String?,
        _ version: Int?
    ) async throws -> ContactCard {
        let request = LinkContact(
            contact: try call.path.id("id"),
            kind: kind,
            record: record,
            change: call.identity.change(version)
        )
        return try await bus.ask(request, workspace: call.identity.workspace).withPicture
    }
}

extension Caller {
    fileprivate func change(_ version: Int?) -> ContactChange {
        ContactChange(version: version, by: staff?.name, scope: branch)
    }
}

struct ContactListQuery: Codable, Sendable {
    /// A part of a name, or of a number in any of its forms.
    var search: String?
    var kind: ContactKind?
    /// 1 to 100; 50 when absent.
    var limit: Int?
    var cursor: String?
}

struct ContactQuery: Codable, Sendable {
    /// A number in any form.
    var phone: String
}

struct PeoplePageQuery: Codable, Sendable {
    /// 1 to 100; 50 when absent.
    var limit: Int?
    var cursor: String?
}

struct VersionQuery: Codable, Sendable {
    /// The contact's version that the caller has seen; without it the change is made whatever it is.
    var version: Int?
}

struct LinkMemberBody: Codable, Sendable {
    var memberId: String
    /// The contact's version that the caller has seen; without it the change is made whatever it is.
    var version: Int?
}

struct LinkLeadBody: Codable, Sendable {
    var leadId: String
    /// The contact's version that the caller has seen; without it the change is made whatever it is.
    var version: Int?
}

struct ContactNameBody: Codable, Sendable {
    /// Up to 200 characters; empty takes the given name away.
    var name: String
    /// The contact's version that the caller has seen; without it the change is made whatever it is.
    var version: Int?
}

struct MergeBody: Codable, Sendable {
    /// The contact that stays.
    var into: ContactID
    /// The version of the one that goes, as the caller has seen it; without it they are merged whatever it is.
    var version: Int?
}
