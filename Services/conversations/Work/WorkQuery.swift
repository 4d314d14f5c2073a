import Store

/// The statements of `work.sql`.
enum WorkQuery: String, StatementName {
    case setWork = "set-work"
    case lastWork = "last-work"
    case endAssignment = "end-assignment"
    case addAssignment = "add-assignment"
    case assignments
    case staff
    case colleague
    case setStaff = "set-staff"
    case heldOrAskedBy = "held-or-asked-by"
    case historyOfContact = "history-of-contact"
    case historyOfIdentifier = "history-of-identifier"

    static let file = StatementFile(PackageResources.work_sql)
}
