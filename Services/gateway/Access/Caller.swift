import Contracts
import Crypto

/// Who makes a request.
struct Caller: Sendable, Hashable {
    let workspace: WorkspaceID
    /// Nil for routes that anybody may call.
    let staff: Staff?
    let permissions: Permissions
    /// Nil for routes that anybody may call.
    let pass: Pass?
    /// The only channels that the caller's token is for; nil for all of them.
    let channels: Set<ChannelID>?
    /// Where the workspace's numbers are typed without a country code, ISO 3166; nil when it is where the deployment's are.
    let country: String?

    /// The one branch whose conversations and people the caller sees; nil for all of them.
    var branch: String? { staff?.branch }

    /// Whose the files are that the caller puts in.
    var uploader: Uploader? { staff.map { Uploader(staff: $0.id, token: pass?.tokenID) } }

    /// Anybody: of no workspace, allowed nothing.
    static let anybody = Caller(workspace: WorkspaceID(trusted: "-"), staff: nil, permissions: .none)

    init(
        workspace: WorkspaceID,
        staff: Staff?,
        permissions: Permissions,
        pass: Pass? = nil,
        channels: Set<ChannelID>? = nil,
        country: String? = nil
    ) {
        self.workspace = workspace
        self.staff = staff
        self.permissions = permissions
        self.pass = pass
        self.channels = channels
        self.country = country
    }

    /// - Throws: 401 `not_signed_in`.
    func person() throws(Problem) -> Staff {
        guard let staff else { throw .notSignedIn }
        return staff
    }

    /// For what programs may not do in someone's name.
    /// - Throws: 401 `not_signed_in`, 403 `not_allowed` for an API token.
    func inPerson() throws(Problem) -> (staff: Staff, pass: Pass) {
        guard let staff, let pass else { throw .notSignedIn }
        guard pass.kind == .signIn else {
            throw Problem(403, "not_allowed", "This takes a person who is signed in, not an API token.")
        }
        return (staff, pass)
    }

    /// For what all branches have in common.
    /// - Parameter matter: what it is, as the refusal says it: `the log is`.
    /// - Throws: 403 `not_allowed` for one who sees one branch alone.
    func checkSeesAllBranches(_ matter: String) throws(Problem) {
        guard branch != nil else { return }
        throw Problem(403, "not_allowed", "You see one branch alone, and \(matter) for all of them.")
    }

    /// - Throws: 404 `not_found` for a channel that the caller's token is not for.
    func checkChannel(_ channel: ChannelID) throws(Problem) {
        if let channels, !channels.contains(channel) { throw .notFound("channel") }
    }
}

/// What a caller has shown to be let in.
struct Pass: Sendable, Hashable {
    enum Kind: Sendable {
        case signIn, apiToken
    }

    let kind: Kind
    /// The SHA-256 of the token.
    let hash: String
    /// Nil when it lasts, or is not known yet.
    var expiresAt: Timestamp?
    /// Of an API token, once it is known.
    var tokenID: String?

    /// - Parameter token: as it was shown.
    init(token: String) {
        kind = token.hasPrefix(APIToken.prefix) ? .apiToken : .signIn
        hash = SHA256.hex(of: token)
    }
}

extension Problem {
    static let notSignedIn = Problem(
        401,
        "not_signed_in",
        "Sign in at POST /api/auth/login and send the token as a bearer token."
    )
}
