import Contracts
import Phone

extension Member {
    func checked(_ check: inout RowCheck, _ number: inout PhoneNumber?) -> Member {
        let phone = check.phone("phone", phone)
        number = phone?.number
        return Member(
            id: check.required("id", id, limit: 128),
            name: check.required("name", name),
            phone: phone?.text,
            email: check.optional("email", email, limit: 320),
            dateOfBirth: check.day("dateOfBirth", dateOfBirth),
            gender: check.optional("gender", gender),
            branch: check.optional("branch", branch),
            registeredOn: check.day("registeredOn", registeredOn),
            trainer: check.optional("trainer", trainer)
        )
    }
}

extension MemberPackage {
    func checked(_ check: inout RowCheck) -> MemberPackage {
        MemberPackage(
            id: check.required("id", id, limit: 128),
            memberId: check.required("memberId", memberId, limit: 128),
            name: check.required("name", name),
            remainingSessions: check.count("remainingSessions", remainingSessions),
            expiresOn: check.day("expiresOn", expiresOn),
            trainer: check.optional("trainer", trainer)
        )
    }
}

extension Lead {
    func checked(_ check: inout RowCheck, _ number: inout PhoneNumber?) -> Lead {
        let phone = check.phone("phone", phone)
        number = phone?.number
        return Lead(
            id: check.required("id", id, limit: 128),
            name: check.required("name", name),
            phone: phone?.text,
            email: check.optional("email", email, limit: 320),
            status: status,
            branch: check.optional("branch", branch),
            memberId: check.optional("memberId", memberId, limit: 128)
        )
    }
}
