package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuthorizationCodesTest {
  // RFC 7636, appendix B.
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @Test
  void proven_vectorOfTheRfc_isProof() {
    assertThat(AuthorizationCodes.proven(true, CHALLENGE, VERIFIER)).isTrue();
    assertThat(AuthorizationCodes.proven(false, CHALLENGE, VERIFIER)).isTrue();
  }

  @Test
  void proven_anotherVerifier_isNone() {
    assertThat(AuthorizationCodes.proven(true, CHALLENGE, VERIFIER.replace('d', 'e'))).isFalse();
    assertThat(AuthorizationCodes.proven(true, CHALLENGE, CHALLENGE)).isFalse();
    assertThat(AuthorizationCodes.proven(true, CHALLENGE, "")).isFalse();
  }

  @Test
  void proven_withoutChallenge_needsTheClientsSecret() {
    assertThat(AuthorizationCodes.proven(true, null, "")).isTrue();
    assertThat(AuthorizationCodes.proven(false, null, "")).isFalse();
  }

  @Test
  void proven_verifierWithoutChallenge_isRefused() {
    assertThat(AuthorizationCodes.proven(true, null, VERIFIER)).isFalse();
  }
}
