#include "cphonenumber.h"

#include <cstring>
#include <set>
#include <string>

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

size_t copy(const std::string &text, char *to, size_t capacity) {
    if (text.size() >= capacity) return 0;
    std::memcpy(to, text.c_str(), text.size() + 1);
    return text.size();
}

bool write(const PhoneNumberUtil &util, const PhoneNumber &parsed, cphone_number *number) {
    std::string text;
    util.Format(parsed, PhoneNumberUtil::E164, &text);
    number->is_valid = util.IsValidNumber(parsed);
    return copy(text, number->e164, sizeof number->e164) > 0;
}

// The outcome, or what the function says when memory is out or the library throws.
template <typename Work, typename Outcome>
Outcome guarded(Outcome otherwise, Work work) noexcept {
    try {
        return work(*PhoneNumberUtil::GetInstance());
    } catch (...) {
        return otherwise;
    }
}

}  // namespace

extern "C" bool cphone_parse(const char *text, size_t length, const char *country, cphone_number *number) {
    return guarded(false, [&](const PhoneNumberUtil &util) {
        PhoneNumber parsed;
        const std::string region = *country == 0 ? "ZZ" : country;
        if (util.Parse(std::string(text, length), region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return false;
        return util.IsPossibleNumber(parsed) && write(util, parsed, number);
    });
}

extern "C" size_t cphone_national(const char *e164, char *digits, size_t capacity) {
    return guarded(size_t(0), [&](const PhoneNumberUtil &util) {
        PhoneNumber parsed;
        if (util.Parse(e164, "ZZ", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return size_t(0);
        std::string text;
        util.Format(parsed, PhoneNumberUtil::NATIONAL, &text);
        util.NormalizeDigitsOnly(&text);
        return copy(text, digits, capacity);
    });
}

extern "C" int cphone_calling_code(const char *country) {
    return guarded(0, [&](const PhoneNumberUtil &util) { return util.GetCountryCodeForRegion(country); });
}

extern "C" size_t cphone_trunk_prefix(const char *country, char *prefix, size_t capacity) {
    return guarded(size_t(0), [&](const PhoneNumberUtil &util) {
        std::string text;
        util.GetNddPrefixForRegion(country, true, &text);
        return copy(text, prefix, capacity);
    });
}

extern "C" size_t cphone_examples(cphone_number *numbers, size_t capacity) {
    return guarded(size_t(0), [&](const PhoneNumberUtil &util) {
        std::set<std::string> regions;
        util.GetSupportedRegions(&regions);
        size_t count = 0;
        for (const auto &region : regions) {
            PhoneNumber example;
            if (count == capacity) break;
            if (!util.GetExampleNumberForType(region, PhoneNumberUtil::MOBILE, &example)) continue;
            if (write(util, example, &numbers[count])) count++;
        }
        return count;
    });
}
