import Contracts
import Store

/// The staff of one workspace, as they stand in its tables.
struct StaffTable {
    let workspace: WorkspaceID
    /// The one branch whose staff there are for the reader; nil for all of them.
    var scope: String?

    private var roles: RoleTable { RoleTable(workspace: workspace) }

    /// - Throws: 404 `not_found`.
    func staff(_ id: StaffID, in reader: any Reader) throws -> Staff {
        try Staff(row(id, in: reader))
    }

    /// - Throws: 404 `not_found`.
    func row(_ id: StaffID, in reader: any Reader) throws -> Row {
        guard let row = try reader.first(StaffQuery.oneStaff, id, workspace) else {
            throw Problem.notFound("staff member")
        }
        let branch: String? = try row.get("branch")
        guard scope == nil || scope == branch else { throw Problem.notFound("staff member") }
        return row
    }

    func exceptions(of id: StaffID, in reader: any Reader) throws -> PermissionExceptions {
        var allow: Set<Permission> = []
        var deny: Set<Permission> = []
        for row in try reader.rows(StaffQuery.exceptions, id) {
            guard let permission = try Permission(row) else { continue }
            if try row.get("allowed") { allow.insert(permission) } else { deny.insert(permission) }
        }
        return PermissionExceptions(allow: Permissions(allow), deny: Permissions(deny))
    }

    /// The role's permissions and the person's own.
    func permissions(of staff: Staff, in reader: any Reader) throws -> Permissions {
        try roles.defaults(of: staff.role, in: reader).applying(exceptions(of: staff.id, in: reader))
    }

    /// - Throws: 404 `not_found`.
    func member(_ id: StaffID, in reader: any Reader) throws -> StaffMember {
        let staff = try staff(id, in: reader)
        let exceptions = try exceptions(of: id, in: reader)
        return StaffMember(
            staff: staff,
            permissions: try roles.defaults(of: staff.role, in: reader).applying(exceptions).listed,
            allow: exceptions.allow.listed,
            deny: exceptions.deny.listed
        )
    }

    func page(_ query: StaffListQuery, in reader: any Reader) throws -> Page<Staff> {
        let limit = try PageLimit(query.limit ?? 100, upTo: 500)
        var (conditions, arguments): ([String], [any SQLBindable]) = (["staff.workspace = ?"], [workspace])
        if let cursor = query.cursor {
            conditions.append("staff.id > ?")
            arguments.append(try StaffID(cursor))
        }
        if let scope {
            conditions.append("staff.branch = ?")
            arguments.append(scope)
        }
        if let status = query.status {
            conditions.append("staff.status = ?")
            arguments.append(status)
        }
        if let search = query.search?.pattern {
            conditions.append("(LOWER(staff.name) LIKE ? ESCAPE '!' OR account.email_key LIKE ? ESCAPE '!')")
            arguments += [search, search]
        }
        let rows = try reader.rows(
            sql: """
                SELECT staff.id, staff.workspace, account.email, staff.name, staff.role, staff.status, staff.branch,
                    staff.version, staff.created_at
                FROM staff JOIN account ON account.id = staff.account
                WHERE \(conditions.joined(separator: " AND ")) ORDER BY staff.id LIMIT ?
                """,
            arguments: arguments + [limit.toRead]
        )
        return limit.page(try rows.map(Staff.init)) { $0.id.text }
    }
}

/// The filters of a list of staff.
struct StaffListQuery: Codable, Sendable {
    /// A part of a name or an address.
    var search: String?
    var status: Staff.Status?
    /// 1 to 500; 100 when absent.
    var limit: Int?
    var cursor: String?
}

extension String {
    /// For `LIKE … ESCAPE '!'`: anything that has this text in it, in small letters.
    fileprivate var pattern: String {
        let plain = lowercased().unicodeScalars.filter { $0.value >= 0x20 }
        let escaped = plain.map { "!%_".unicodeScalars.contains($0) ? "!\($0)" : "\($0)" }
        return "%\(escaped.joined())%"
    }
}
