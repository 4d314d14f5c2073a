import Contracts
import Store

/// The statements of `crm.sql`.
enum CRMQuery: String, StatementName {
    case add = "add-crm"
    case take = "take-crm"
    case hold = "hold-crm"
    case free = "free-crm"
    case finish = "finish-crm"
    case ask = "ask-crm"
    case schedule = "crm-schedule"
    case places = "crm-places"
    case note = "note-crm"
    case members = "crm-members"
    case packages = "crm-packages"
    case leads = "crm-leads"
    case noteGone = "note-gone"
    case countGone = "count-gone"
    case gone
    case forgetGone = "forget-gone"

    static let file = StatementFile(PackageResources.crm_sql)
}

extension CRMTable: SQLBindable, SQLReadable {
    /// What lists the rows that came from the database.
    var known: CRMQuery {
        switch self {
        case .members: .members
        case .packages: .packages
        case .leads: .leads
        }
    }

    /// What the column with the id may be called.
    var idColumns: [String] {
        switch self {
        case .members: Member.requiredColumns[0]
        case .packages: MemberPackage.requiredColumns[0]
        case .leads: Lead.requiredColumns[0]
        }
    }
}
