package org.flashcrowd.accounts;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.io.IOException;

/**
 * Writes an account: what stays the same of it as the bytes that were written once, what is counted
 * anew. Accounts go with each post of each page.
 */
final class AccountWriter extends JsonSerializer<AccountView> {
  private static final SerializedString LAST = new SerializedString("last_status_at");
  private static final SerializedString STATUSES = new SerializedString("statuses_count");
  private static final SerializedString FOLLOWERS = new SerializedString("followers_count");
  private static final SerializedString FOLLOWING = new SerializedString("following_count");

  @Override
  public void serialize(AccountView account, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeStartObject();
    members(account, json);
    json.writeEndObject();
  }

  @Override
  public JsonSerializer<AccountView> unwrappingSerializer(NameTransformer unwrapper) {
    return new Unwrapped();
  }

  private static void members(AccountView account, JsonGenerator json) throws IOException {
    json.writeStringField("id", account.id());
    json.writeRaw(account.fixedMembers());
    json.writeFieldName(LAST);
    json.writeString(account.lastStatusAt());
    json.writeFieldName(STATUSES);
    json.writeNumber(account.statusesCount());
    json.writeFieldName(FOLLOWERS);
    json.writeNumber(account.followersCount());
    json.writeFieldName(FOLLOWING);
    json.writeNumber(account.followingCount());
  }

  /** Its members as some of those of another object. */
  private static final class Unwrapped extends JsonSerializer<AccountView> {
    @Override
    public boolean isUnwrappingSerializer() {
      return true;
    }

    @Override
    public void serialize(AccountView account, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      members(account, json);
    }
  }
}
