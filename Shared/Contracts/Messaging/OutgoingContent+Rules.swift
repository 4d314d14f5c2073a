extension OutgoingContent {
    /// What is wrong with what it holds beside text and file; fields are named as in ``MessageContent``.
    /// - Source: WhatsApp's limits of polls; ruling 18 for buttons and lists.
    package var contentProblems: [FieldProblem] {
        switch type {
        case .location: (content?.location).problems
        case .contact: (content?.contacts).problems
        case .poll: (content?.poll).problems
        case .buttons: (content?.choices).problems(most: 3, length: 20)
        case .list: (content?.choices).problems(most: 10, length: 72)
        default: []
        }
    }
}

extension MessageLocation? {
    fileprivate var problems: [FieldProblem] {
        guard let self else { return [FieldProblem("location", "is missing")] }
        var problems: [FieldProblem] = []
        if !(-90...90).contains(self.latitude) {
            problems.append(FieldProblem("location.latitude", "must be -90 to 90"))
        }
        if !(-180...180).contains(self.longitude) {
            problems.append(FieldProblem("location.longitude", "must be -180 to 180"))
        }
        for (field, text) in [("name", self.name), ("address", self.address)] where (text?.utf8.count ?? 0) > 1024 {
            problems.append(FieldProblem("location.\(field)", "must have at most 1024 bytes"))
        }
        return problems
    }
}

extension [SharedContact]? {
    fileprivate var problems: [FieldProblem] {
        guard let self, (1...50).contains(self.count) else {
            return [FieldProblem("contacts", "must be 1 to 50 cards")]
        }
        var problems: [FieldProblem] = []
        for (index, contact) in self.enumerated() {
            if !(1...256).contains(contact.name.utf8.count) {
                problems.append(FieldProblem("contacts[\(index)].name", "must have 1 to 256 bytes"))
            }
            let isNumber = { (phone: SharedContact.Phone) in (3...32).contains(phone.number.utf8.count) }
            if !(1...20).contains(contact.phones.count) || !contact.phones.allSatisfy(isNumber) {
                problems.append(FieldProblem("contacts[\(index)].phones", "must be 1 to 20 numbers"))
            }
        }
        return problems
    }
}

extension MessagePoll? {
    fileprivate var problems: [FieldProblem] {
        guard let self else { return [FieldProblem("poll", "is missing")] }
        var problems: [FieldProblem] = []
        if !(1...255).contains(self.question.count) {
            problems.append(FieldProblem("poll.question", "must have 1 to 255 characters"))
        }
        let texts = self.options.map(\.text)
        if !(2...12).contains(texts.count) || Set(texts).count < texts.count {
            problems.append(FieldProblem("poll.options", "must be 2 to 12, no two alike"))
        } else if !texts.allSatisfy({ (1...100).contains($0.count) }) {
            problems.append(FieldProblem("poll.options", "must have 1 to 100 characters each"))
        }
        return problems
    }
}

extension MessageChoices? {
    fileprivate func problems(most: Int, length: Int) -> [FieldProblem] {
        guard let self else { return [FieldProblem("choices", "is missing")] }
        var problems: [FieldProblem] = []
        if !(1...1024).contains(self.body?.count ?? 0) {
            problems.append(FieldProblem("choices.body", "must have 1 to 1024 characters"))
        }
        for (field, text) in [("title", self.title), ("footer", self.footer)] where (text?.count ?? 0) > 60 {
            problems.append(FieldProblem("choices.\(field)", "must have at most 60 characters"))
        }
        let texts = self.options.map { $0.text.lowercased() }
        if !(1...most).contains(texts.count) || Set(texts).count < texts.count {
            problems.append(FieldProblem("choices.options", "must be 1 to \(most), no two alike"))
        } else if !self.options.allSatisfy({ (1...length).contains($0.text.count) }) {
            problems.append(FieldProblem("choices.options", "must have 1 to \(length) characters each"))
        }
        return problems
    }
}

extension MessageChoices {
    /// All of it as text, the options numbered: what people see where there are no buttons (ruling 18).
    package var numberedText: String {
        var lines: [String] = []
        if let title, !title.isEmpty { lines += ["*\(title)*", ""] }
        if let body { lines += [body, ""] }
        var section: String?
        for (index, option) in options.enumerated() {
            if let heading = option.section, heading != section { lines.append(heading) }
            section = option.section
            let description = option.description.map { " - \($0)" } ?? ""
            lines.append("\(index + 1). \(option.text)\(description)")
        }
        if let footer, !footer.isEmpty { lines += ["", footer] }
        return lines.joined(separator: "\n")
    }

    /// What somebody chose who wrote a number, or the words of an option; nil when it is neither.
    package func choice(from text: String) -> Option? {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let digits = words.drop { $0 == "#" || $0 == "(" }.prefix { $0.isASCII && $0.isNumber }
        let rest = words.drop { $0 == "#" || $0 == "(" }.dropFirst(digits.count)
        if let number = Int(digits), rest.allSatisfy({ ".):".contains($0) }) {
            return options.indices.contains(number - 1) ? options[number - 1] : nil
        }
        return options.first { $0.text.lowercased() == words.lowercased() }
    }
}
