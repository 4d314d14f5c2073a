import Contracts
import Crypto
import FoundationEssentials
import Runtime
import Store

/// The tokens of a workspace: made, listed, deleted.
struct APITokens: Sendable {
    let store: any Store
    let clock: WallClock
    /// Those who are connected are looked at again.
    var changed: @Sendable () -> Void = {}

    /// - Throws: 422 `invalid`, 403 `not_allowed` for more than the maker may, and for a program; 401 `not_signed_in` for one
    ///   who was signed out or deactivated meanwhile.
    func make(_ new: NewAPIToken, by caller: Caller) async throws -> MadeAPIToken {
        let (staff, pass) = try caller.inPerson()
        let (now, name) = (clock.now(), new.name.trimmed)
        var problems = [FieldProblem](line: name, "name")
        if let expiry = new.expiresAt, expiry <= now { problems.append(FieldProblem("expiresAt", "is past")) }
        if let channels = new.channels, !(1...100).contains(channels.count) {
            problems.append(FieldProblem("channels", "must have 1 to 100 ids; leave it out for all channels"))
        }
        guard problems.isEmpty else { throw Problem.invalid(problems) }
        let permissions = try Permissions(new.permissions, field: "permissions")
        guard permissions.isWithin(caller.permissions) else { throw Problem.beyondOwn }
        let token = APIToken.prefix + RandomBytes.token()
        let id = UUIDv7.make(at: now)
        let columns: [any SQLBindable] = [
            id, SHA256.hex(of: token), caller.workspace, staff.id, name, try Self.json(permissions.listed),
            try new.channels.map(Self.json), now, new.expiresAt,
        ]
        let bound = columns.map(\.sqlValue)
        let made = try await store.write { transaction in
            // Whoever deactivates the maker meanwhile waits for the commit, and then ends this token with the others.
            try SignInProof.session(pass, staff.id).confirm(for: staff, at: now, in: transaction)
            try transaction.run(TokenQuery.addToken, arguments: bound)
            return try Self.token(id, of: caller.workspace, scope: nil, in: transaction)
        }
        return MadeAPIToken(token: token, details: made)
    }

    /// - Parameter scope: the one branch whose staff's tokens are listed; nil for all of them.
    func list(_ query: TokenListQuery, of workspace: WorkspaceID, scope: String?) async throws -> Page<APIToken> {
        let limit = try PageLimit(query.limit ?? 100, upTo: 500)
        return try await store.read { reader in
            let rows = try reader.rows(TokenQuery.tokens, workspace, query.cursor ?? "", limit.toRead, scope ?? "")
            return limit.page(try rows.map(APIToken.init)) { $0.id }
        }
    }

    /// - Throws: 404 `not_found`, also for one of another branch than `scope`.
    func delete(_ id: String, of workspace: WorkspaceID, scope: String?) async throws {
        let (now, changed) = (clock.now(), changed)
        try await store.write { transaction in
            _ = try Self.token(id, of: workspace, scope: scope, in: transaction)
            try transaction.run(TokenQuery.touchByAPIToken, id, now)
            try transaction.run(TokenQuery.deleteToken, id)
            transaction.afterCommit(changed)
        }
    }

    private static func token(
        _ id: String,
        of workspace: WorkspaceID,
        scope: String?,
        in reader: any Reader
    ) throws -> APIToken {
        guard let row = try reader.first(TokenQuery.oneToken, workspace, id, scope ?? "") else {
            throw Problem.notFound("token")
        }
        return try APIToken(row)
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

struct TokenListQuery: Codable, Sendable {
    /// 1 to 500; 100 when absent.
    var limit: Int?
    var cursor: String?
}
