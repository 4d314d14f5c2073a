import Contracts
package import HTTPServer

/// What the API's description says about the fields of queries and bodies beyond their types.

extension ConversationListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...500), "search": .characters(0...128)] }
}

extension MessageListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...100)] }
}

extension MessageSearchQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["q": .characters(1...128), "limit": .range(1...50)] }
}

extension PageQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...100)] }
}

extension StaffListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...500)] }
}

extension StaffDirectoryQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...500)] }
}

extension CampaignListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...100)] }
}

extension RecipientListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...500)] }
}

extension ContactQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["phone": .characters(1...64)] }
}

extension QRQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["format": .choice(["image", "raw"])] }
}

extension CampaignBody: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["name": .characters(1...128), "text": .characters(1...4096)] }
}

extension NoteBody: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["note": .characters(0...10_000)] }
}

extension TagFields: SchemaLimited {
    package static var limits: [String: SchemaLimit] {
        [
            "name": .characters(1...64), "description": .characters(0...500),
            "color": .pattern("^(black|red|gray-[123]|#[0-9a-fA-F]{6})$"),
        ]
    }
}

extension StaffFields: SchemaLimited {
    static var limits: [String: SchemaLimit] {
        ["email": .characters(3...320), "name": .characters(1...100), "branch": .characters(1...100)]
    }
}

extension NewStaff: SchemaLimited {
    static var limits: [String: SchemaLimit] {
        StaffFields.limits.merging(["password": .characters(8...1024)]) { $1 }
    }
}

extension Credentials: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["email": .characters(0...320), "password": .characters(0...1024)] }
}

extension SendBody: SchemaLimited {
    static var limits: [String: SchemaLimit] {
        [
            "to": .characters(1...128), "type": .choice(SendOrder.kinds.keys.sorted()),
            "text": .characters(1...SendOrder.textLimit), "caption": .characters(0...SendOrder.textLimit),
            "clientRef": .characters(1...128),
        ]
    }
}

extension PairingBody: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["phoneNumber": .characters(1...64)] }
}

extension NewChannel: SchemaLimited {
    static var limits: [String: SchemaLimit] {
        [
            "name": .characters(1...64), "url": .characters(8...512), "session": .pattern("^[a-zA-Z0-9_-]{1,54}$"),
            "apiKey": .characters(0...512), "webhookSecret": .characters(0...512),
        ]
    }
}

extension ChannelChange: SchemaLimited {
    static var limits: [String: SchemaLimit] {
        [
            "name": .characters(1...64), "url": .characters(8...512), "apiKey": .characters(0...512),
            "webhookSecret": .characters(0...512),
        ]
    }
}

extension ContactListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...100)] }
}

extension PeoplePageQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...100)] }
}

extension MemberListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...100)] }
}

extension LeadListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...100)] }
}

extension GalleryQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...100), "search": .characters(0...128)] }
}

extension GalleryBody: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["title": .characters(1...128), "tags": .elements(0...20)] }
}

extension GalleryFields: SchemaLimited {
    package static var limits: [String: SchemaLimit] { ["title": .characters(1...128), "tags": .elements(0...20)] }
}

extension MediaRetention: SchemaLimited {
    package static var limits: [String: SchemaLimit] {
        Dictionary(uniqueKeysWithValues: MediaClass.allCases.map { ($0.rawValue, .range(1...3650)) })
    }
}

extension AttemptListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...200)] }
}

extension TokenListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...500)] }
}

extension ActivityListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...500)] }
}

extension NewWorkspace: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["name": .characters(1...100), "country": .characters(2...2)] }
}

extension WorkspaceChange: SchemaLimited {
    static var limits: [String: SchemaLimit] { NewWorkspace.limits }
}

extension NewAPIToken: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["name": .characters(1...100)] }
}

extension ForgottenPassword: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["email": .characters(0...320)] }
}

extension PasswordChange: SchemaLimited {
    static var limits: [String: SchemaLimit] {
        ["oldPassword": .characters(0...1024), "newPassword": .characters(8...1024)]
    }
}

extension PasswordReset: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["password": .characters(8...1024)] }
}

extension NotificationListQuery: SchemaLimited {
    static var limits: [String: SchemaLimit] { ["limit": .range(1...100)] }
}

extension NotificationPreferences: SchemaLimited {
    package static var limits: [String: SchemaLimit] {
        ["sound": .pattern("^[a-zA-Z0-9_-]{1,64}$"), "language": .pattern("^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8}){0,3}$")]
    }
}

extension QuietHours: SchemaLimited {
    package static var limits: [String: SchemaLimit] {
        let time = SchemaLimit.pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")
        return ["from": time, "to": time]
    }
}
