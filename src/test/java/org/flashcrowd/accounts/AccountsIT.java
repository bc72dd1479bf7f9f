package org.flashcrowd.accounts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.testing.TestStore.await;

import java.util.List;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Json;
import org.flashcrowd.testing.TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AccountsIT {
  private static final TestStore STORE = new TestStore();
  private final Accounts accounts =
      new Accounts(STORE.database(), STORE.ids(), new AccountViews("https://photos.example"));

  @AfterAll
  static void close() {
    STORE.close();
  }

  private Account create(String username) {
    return await(STORE.database().transaction(tx -> accounts.create(tx, NewAccount.of(username))));
  }

  @Test
  void create_newName_isFoundInAnyCase() {
    Account made = create("Anna");

    assertThat(made.username()).isEqualTo("Anna");
    assertThat(await(accounts.byUsername("aNNA"))).contains(made);
    assertThat(await(accounts.byId(made.id()))).contains(made);
  }

  @Test
  void create_nameTakenInOtherCase_is422() {
    create("berta");

    assertThatThrownBy(() -> create("BERTA"))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.status()).isEqualTo(422);
              assertThat(failure.body().details())
                  .containsEntry(
                      "username", List.of(new Failure.Detail("ERR_TAKEN", "is already taken")));
            });
  }

  @Test
  void views_someUnknown_leavesThemOut() throws Exception {
    Account carla = create("carla");

    var views = await(accounts.views(List.of(carla.id(), 1L)));

    assertThat(views).containsOnlyKeys(carla.id());
    var json = Json.MAPPER.readTree(Json.write(requireNonNull(views.get(carla.id()))).getBytes());
    assertThat(json.get("acct").asText()).isEqualTo("carla");
    assertThat(json.get("url").asText()).isEqualTo("https://photos.example/@carla");
    assertThat(json.get("avatar").asText()).startsWith("https://photos.example/assets/");
    assertThat(json.get("created_at").asText()).endsWith("T00:00:00.000Z");
    assertThat(json.get("last_status_at").isNull()).isTrue();
    assertThat(json.has("suspended")).isFalse();
  }
}
