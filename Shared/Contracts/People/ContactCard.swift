/// How a member or a lead came to be a contact's.
package enum ContactLink: String, Codable, CaseIterable, Sendable {
    /// Staff have said so; it stays, whatever the numbers are.
    case hand
    /// By the phone number, or through the lead that became the member.
    case matched
}

/// What a contact is called, by whom.
package struct ContactNames: Codable, Hashable, Sendable {
    /// By staff; it goes before all others.
    package var given: String?
    /// By themselves on WhatsApp.
    package var whatsApp: String?

    package init(given: String?, whatsApp: String?) {
        self.given = given
        self.whatsApp = whatsApp
    }
}

/// Who a number is: what the panel beside a thread shows.
package struct ContactCard: Codable, Hashable, Sendable {
    /// Nil when nobody with this identifier has been seen.
    package var contact: ContactBrief?
    /// Of the contact; a change names the version it has seen.
    package var version: Int?
    package var names: ContactNames?
    /// Where the gateway has the profile picture.
    package var pictureUrl: String?
    /// E.164.
    package var phoneNumber: String?
    package var identifiers: [ContactIdentifier]
    package var member: Member?
    package var memberLink: ContactLink?
    /// Those with sessions left and not expired first.
    package var packages: [MemberPackage]
    package var lead: Lead?
    package var leadLink: ContactLink?

    package init(
        contact: ContactBrief?,
        phoneNumber: String?,
        identifiers: [ContactIdentifier],
        member: Member?,
        packages: [MemberPackage],
        lead: Lead?
    ) {
        self.contact = contact
        self.phoneNumber = phoneNumber
        self.identifiers = identifiers
        self.member = member
        self.packages = packages
        self.lead = lead
    }
}

/// A member as the workspace's own system knows them. Dates are `YYYY-MM-DD`.
package struct Member: Codable, Hashable, Sendable {
    /// The id in the workspace's own system, 1 to 128 characters.
    package var id: String
    package var name: String
    /// As typed there; matched in all its variants.
    package var phone: String?
    package var email: String?
    package var dateOfBirth: String?
    package var gender: String?
    package var branch: String?
    package var registeredOn: String?
    package var trainer: String?

    package init(
        id: String,
        name: String,
        phone: String? = nil,
        email: String? = nil,
        dateOfBirth: String? = nil,
        gender: String? = nil,
        branch: String? = nil,
        registeredOn: String? = nil,
        trainer: String? = nil
    ) {
        self.id = id
        self.name = name
        self.phone = phone
        self.email = email
        self.dateOfBirth = dateOfBirth
        self.gender = gender
        self.branch = branch
        self.registeredOn = registeredOn
        self.trainer = trainer
    }
}

/// A package that a member has bought. Dates are `YYYY-MM-DD`.
package struct MemberPackage: Codable, Hashable, Sendable {
    package var id: String
    package var memberId: String
    package var name: String
    /// Nil when it is not counted in sessions.
    package var remainingSessions: Int?
    /// The last day on which it is good; nil when it does not expire.
    package var expiresOn: String?
    package var trainer: String?

    package init(
        id: String,
        memberId: String,
        name: String,
        remainingSessions: Int? = nil,
        expiresOn: String? = nil,
        trainer: String? = nil
    ) {
        self.id = id
        self.memberId = memberId
        self.name = name
        self.remainingSessions = remainingSessions
        self.expiresOn = expiresOn
        self.trainer = trainer
    }
}

/// Someone who may become a member.
package struct Lead: Codable, Hashable, Sendable {
    package enum Status: String, Codable, CaseIterable, Sendable {
        case new, engaged, consulted, escalated, noReply, rejected, converted

        package var label: String {
            switch self {
            case .new: "New"
            case .engaged: "Engaged"
            case .consulted: "Consulted"
            case .escalated: "Escalated"
            case .noReply: "No Reply"
            case .rejected: "Rejected"
            case .converted: "Converted"
            }
        }
    }

    package var id: String
    package var name: String
    package var phone: String?
    package var email: String?
    package var status: Status
    package var branch: String?
    /// The member that a converted lead became.
    package var memberId: String?
    /// Counts the changes; a change of the status names the version it has seen. Not read from uploads.
    package var version: Int?

    package init(
        id: String,
        name: String,
        phone: String? = nil,
        email: String? = nil,
        status: Status = .new,
        branch: String? = nil,
        memberId: String? = nil
    ) {
        self.id = id
        self.name = name
        self.phone = phone
        self.email = email
        self.status = status
        self.branch = branch
        self.memberId = memberId
    }
}

extension ContactID {
    /// Where the gateway has the profile picture.
    package var pictureUrl: String { "/api/contacts/\(self)/picture" }
}
