import Contracts
import Store

extension Member {
    init(_ row: Row) throws(StoreError) {
        self.init(
            id: try row.get("id"),
            name: try row.get("name"),
            phone: try row.get("phone"),
            email: try row.get("email"),
            dateOfBirth: try row.get("date_of_birth"),
            gender: try row.get("gender"),
            branch: try row.get("branch"),
            registeredOn: try row.get("registered_on"),
            trainer: try row.get("trainer")
        )
    }
}

extension MemberPackage {
    init(_ row: Row) throws(StoreError) {
        self.init(
            id: try row.get("id"),
            memberId: try row.get("member_id"),
            name: try row.get("name"),
            remainingSessions: try row.get("remaining_sessions"),
            expiresOn: try row.get("expires_on"),
            trainer: try row.get("trainer")
        )
    }
}

extension Lead {
    init(_ row: Row) throws(StoreError) {
        self.init(
            id: try row.get("id"),
            name: try row.get("name"),
            phone: try row.get("phone"),
            email: try row.get("email"),
            status: try row.get("status"),
            branch: try row.get("branch"),
            memberId: try row.get("member_id")
        )
        version = try row.get("version")
    }
}

extension Lead.Status: SQLBindable, SQLReadable {}
extension ContactKind: SQLBindable, SQLReadable {}
extension Badge.Status: SQLBindable, SQLReadable {}
extension ContactIdentifier.Kind: SQLBindable, SQLReadable {}
extension LinkContact.Kind: SQLBindable, SQLReadable {}
extension ContactMerge.Reason: SQLBindable, SQLReadable {}
